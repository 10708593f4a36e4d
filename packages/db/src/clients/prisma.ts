import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, type Prisma } from "../generated/client.ts";

export type TenantTransaction = Prisma.TransactionClient;

export type ControlPlane = {
  /**
   * One transaction that sees and writes one workspace's rows. Amounts are `Decimal` and int8 is
   * bigint here; hot paths and what needs units use pg (clients/tenant).
   */
  readonly withTenant: <T>(tenantId: string, work: (tx: TenantTransaction) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

export type ControlPlaneOptions = { readonly url: string; readonly connectionsMax: number };

/** Prisma on the web role's connection. Outside `withTenant` no workspace's table can be read: the database raises. */
export function openControlPlane({ url, connectionsMax }: ControlPlaneOptions): ControlPlane {
  const client = new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: connectionsMax, application_name: "ballast-web" }),
  });
  return {
    withTenant: (tenantId, work) =>
      client.$transaction(async (tx) => {
        await tx.$executeRaw`select set_config('ballast.tenant', ${tenantId}, true)`;
        return work(tx);
      }),
    close: () => client.$disconnect(),
  };
}
