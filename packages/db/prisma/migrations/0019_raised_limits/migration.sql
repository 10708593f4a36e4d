-- A live account risks more only with the approval of a second person; less, at once.

set local role ballast_owner;

grant create on schema public to ballast_integrity;

-- An unsigned integer of a canonical form, little-endian.
create function uint_at(body bytea, at int4, octets int4) returns int8
language sql immutable parallel safe
set search_path = pg_catalog
return (select sum(get_byte(body, at + n)::int8 << (8 * n))::int8 from generate_series(0, octets - 1) as n);

-- What a risk profile allows, limit by limit, from its canonical bytes (profile-codec.ts): the higher,
-- the more. A limit that is not stated is not here and allows everything. Empty where the bytes are not
-- of the second version, of which alone every limit is stated. A test holds this to profile-diff.ts.
create function profile_allowances(body bytea) returns table (name text, allows numeric)
language plpgsql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
as $$
declare
  -- Name, how it is written, and its sign: −1 where a higher value allows less.
  fields constant text[] := array[
    'kind u8 1', 'sizing u8 1', 'riskFractionBps u32 1', 'riskPerTradeBps u32 1', 'targetVolatilityBps u32 1', 'positionsMax u32 1',
    'totalCap cap 1', 'pairCap cap 1', 'clusterCap cap 1', 'topThreeBpsMax option 1', 'instrumentCaps caps 1', 'quoteCaps caps 1',
    'correlationBpsMax u32 1', 'drawdownBpsMax u32 1', 'dailyLossBpsMax u32 1', 'minTrade units -1', 'onCorrelation u8 1', 'onHalt u8 1',
    'windows windows -1', 'transitionMinutes u32 -1', 'stopsInDowntime stops 1', 'withoutModel u8 -1', 'isReduceOnly u8 -1',
    'snapshotAgeMsMax i64 1', 'leverageMax u32 1', 'riskAtBps u32 1', 'riskFactorBps u32 1', 'exposureAtBps u32 1', 'exposureFactorBps u32 1',
    'feeBps u32 -1', 'slippageBps u32 -1', 'edgeMultipleBps u32 -1', 'spreadMultipleBps u32 1', 'volatilityMultipleBps u32 1',
    'priceCollarBps u32 1', 'fxAgeBarsMax u32 1', 'perMinuteMax u32 1', 'perHourMax u32 1', 'openMax u32 1', 'heartbeatGapMs i64 1',
    'reconnects u32 1', 'reconnectWindowMs i64 -1', 'apiErrorBps u32 1', 'apiCalls u32 1', 'killSpreadMultipleBps u32 1',
    'killVolatilityMultipleBps u32 1', 'releasePersons u8 -1'];
  field text;
  part text[];
  at int4 := 20;
  n int4;
  caps int4;
  owner text;
  from_minute int4;
  to_minute int4;
begin
  -- 'risk-profile' with its length, then the version, then the name.
  if octet_length(body) < 24 or uint_at(body, 16, 4) <> 2 then
    return;
  end if;
  at := at + 4 + uint_at(body, at, 4)::int4;
  foreach field in array fields loop
    part := string_to_array(field, ' ');
    name := part[1];
    case part[2]
      when 'u8' then allows := get_byte(body, at) * part[3]::int4; at := at + 1; return next;
      when 'u32' then allows := uint_at(body, at, 4) * part[3]::int4; at := at + 4; return next;
      when 'i64' then allows := uint_at(body, at, 8) * part[3]::int4; at := at + 8; return next;
      -- hold (2) allows the most, then rest (0), then flat_before (1).
      when 'stops' then allows := (array[1, 0, 2])[get_byte(body, at) + 1]; at := at + 1; return next;
      when 'units' then
        n := uint_at(body, at, 4)::int4;
        allows := convert_from(substring(body from at + 5 for n), 'UTF8')::numeric * part[3]::int4;
        at := at + 4 + n;
        return next;
      when 'option' then
        at := at + 1;
        if get_byte(body, at - 1) = 1 then
          allows := uint_at(body, at, 4);
          at := at + 4;
          return next;
        end if;
      when 'windows' then
        caps := uint_at(body, at, 4)::int4;
        at := at + 4;
        for i in 1..caps loop
          from_minute := uint_at(body, at, 4)::int4;
          to_minute := uint_at(body, at + 4, 4)::int4;
          at := at + 8;
          return query select 'down.' || minute, -1::numeric from generate_series(0, 1439) as minute
            where case when from_minute < to_minute then minute >= from_minute and minute < to_minute else minute >= from_minute or minute < to_minute end;
        end loop;
      else
        caps := 1;
        if part[2] = 'caps' then
          caps := uint_at(body, at, 4)::int4;
          at := at + 4;
        end if;
        for i in 1..caps loop
          owner := part[1];
          if part[2] = 'caps' then
            n := uint_at(body, at, 4)::int4;
            owner := owner || '.' || convert_from(substring(body from at + 5 for n), 'UTF8');
            at := at + 4 + n;
          end if;
          at := at + 1;
          if get_byte(body, at - 1) = 1 then
            name := owner || '.percentBps';
            allows := uint_at(body, at, 4);
            at := at + 4;
            return next;
          end if;
          at := at + 1;
          if get_byte(body, at - 1) = 1 then
            n := uint_at(body, at, 4)::int4;
            name := owner || '.absolute';
            allows := convert_from(substring(body from at + 5 for n), 'UTF8')::numeric;
            at := at + 4 + n;
            return next;
          end if;
        end loop;
    end case;
  end loop;
  if at <> octet_length(body) then
    raise exception 'a risk profile of % bytes was read to byte %', octet_length(body), at using errcode = 'BL014';
  end if;
end
$$;

-- Whether an account may risk more under `after`. Of bytes that can't be read nobody can say that it may not.
create function is_profile_looser(before bytea, after bytea) returns bool
language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
return before is distinct from after and (
  not exists (select from profile_allowances(before)) or not exists (select from profile_allowances(after))
  or exists (
    select from (select max(a.allows) as allows, a.name from profile_allowances(after) a group by a.name) a
    full join (select max(b.allows) as allows, b.name from profile_allowances(before) b group by b.name) b on b.name = a.name
    where coalesce(a.allows, 'Infinity') > coalesce(b.allows, 'Infinity')
  )
);

-- Of exactly that account and version: hash of limit_raise|<tenant>|<account>|<profile key>|<version>.
create function require_limit_approval() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  before bytea;
  after bytea;
begin
  select p.body into strict before from risk_profile_versions p
  where p.tenant_id = old.tenant_id and p.profile_key = old.profile_key and p.version = old.profile_version;
  select p.body into strict after from risk_profile_versions p
  where p.tenant_id = new.tenant_id and p.profile_key = new.profile_key and p.version = new.profile_version;
  if is_profile_looser(before, after) then
    perform use_approval(new.tenant_id, 'limit_raise',
      sha256(convert_to(format('limit_raise|%s|%s|%s|%s', new.tenant_id, new.id, new.profile_key, new.profile_version), 'UTF8')));
  end if;
  return null;
end
$$;

-- A continuous book of a live account decides by its account's profile: by no other, or the approval
-- of the account's would be worth nothing.
create function require_account_profile() returns trigger
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
  if exists (
    select from accounts a
    join runs r on r.tenant_id = a.tenant_id and r.id = new.run_id and r.kind = 'live'
    join risk_profile_versions p on p.tenant_id = a.tenant_id and p.profile_key = a.profile_key and p.version = a.profile_version
    where a.tenant_id = new.tenant_id and a.id = new.account_id and a.mode = 'live' and p.hash <> new.profile_hash
  ) then
    raise exception 'the book of live account % decides by the profile of its account', new.account_id using errcode = 'BL014';
  end if;
  return null;
end
$$;

alter function require_limit_approval() owner to ballast_integrity;
alter function require_account_profile() owner to ballast_integrity;
grant execute on function uint_at(bytea, int4, int4), profile_allowances(bytea), is_profile_looser(bytea, bytea)
  to ballast_integrity, ballast_web, ballast_engine;

create trigger require_limit_approval after update of profile_key, profile_version on accounts for each row
  when (new.mode = 'live' and (new.profile_key, new.profile_version) is distinct from (old.profile_key, old.profile_version))
  execute function require_limit_approval();
create trigger require_account_profile after insert or update of profile_hash on books for each row execute function require_account_profile();
alter table accounts enable always trigger require_limit_approval;
alter table books enable always trigger require_account_profile;

revoke create on schema public from ballast_integrity;
