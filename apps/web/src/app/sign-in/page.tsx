import type { Metadata } from "next";
import { SignInScreen } from "../../features/sign-in/sign-in-screen.tsx";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { readonly searchParams: Promise<{ readonly next?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams;
  return <SignInScreen next={typeof next === "string" ? next : undefined} />;
}
