import { NextResponse, type NextRequest } from "next/server";
import { SECTION_PATHS } from "./features/shell/section-paths.ts";

const NONCE_BYTES = 16;

/**
 * The content security policy: everything from ourselves, scripts of the page by a nonce that is
 * new each time, no frames around us. Inline styles are let in: tables and charts place things by
 * them, and they run nothing. Not a border for rights; those are asked of every procedure.
 */
function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Whether a workspace has no such section. Its page answers within the frame, which is sent before the page is known to be missing: the status is said here. */
function isLost(pathname: string): boolean {
  const [, prefix, , section] = pathname.split("/");
  return prefix === "w" && section !== undefined && section !== "" && !SECTION_PATHS.includes(section);
}

export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).toString("base64");
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  const response = NextResponse.next({ request: { headers }, ...(isLost(request.nextUrl.pathname) ? { status: 404 } : {}) });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image).*)"] };
