import type { Metadata } from "next";
import { notFound } from "next/navigation";

export const metadata: Metadata = { title: "No such page" };

/** Every address of a workspace without a page of its own, so that it is answered within the frame. */
export default function NoSuchPage(): never {
  notFound();
}
