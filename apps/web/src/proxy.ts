import { NextResponse, type NextRequest } from "next/server";
import { hasPage } from "./features/shell/section-paths.ts";

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

export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).toString("base64");
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  // A lost address is answered within the frame, which is sent before its page is known to be missing: the status is said here.
  const status = hasPage(request.nextUrl.pathname) ? {} : { status: 404 };
  const response = NextResponse.next({ request: { headers }, ...status });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image).*)"] };
