import path from "node:path";
import type { NextConfig } from "next";

/** Sent with every answer; the content security policy needs a nonce per page and stands in `src/proxy.ts`. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  transpilePackages: ["@ballast/config", "@ballast/core", "@ballast/db", "@ballast/ui"],
  serverExternalPackages: ["@node-rs/argon2", "@prisma/adapter-pg", "@prisma/client", "pg", "pino"],
  turbopack: { root: path.join(import.meta.dirname, "../..") },
  // The type check is a step of its own (`npm run typecheck`), over the whole house at once.
  typescript: { ignoreBuildErrors: true },
  headers: () => Promise.resolve([{ source: "/:path*", headers: SECURITY_HEADERS }]),
  redirects: () => Promise.resolve([{ source: "/", destination: "/api/enter", permanent: false }]),
};

export default config;
