using System.Collections.Immutable;
using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Approvals.Web.Features.Identity;

/// <summary>A secret that an account's owner may take up, until he has shown that his app has it.</summary>
/// <param name="Kept">The same, encrypted: what the form brings back.</param>
/// <param name="Address">For the picture.</param>
public sealed record FactorOffer(string Secret, string Kept, string Address);

/// <param name="CodesLeft">Recovery codes not used yet.</param>
public sealed record FactorState(DateTimeOffset EnrolledAt, int CodesLeft);

/// <summary>
/// 两步验证: a second factor (TOTP) and its recovery codes. A code of the app is taken once: its half minute is remembered, and neither
/// it nor an older one is taken again. Counting wrong codes is the caller's.
/// </summary>
public sealed class SecondFactors(Database database, IDataProtectionProvider protection)
{
    private const string ReadState = """
        SELECT f.enrolled_at,
          (SELECT count(*)::int FROM recovery_code c
           WHERE c.unit_id = f.unit_id AND c.account_id = f.account_id AND c.used_at IS NULL) AS codes_left
        FROM second_factor f
        WHERE f.unit_id = @unit AND f.account_id = @account
        """;

    private const string ReadSecret = """
        SELECT secret, office_now() AS now
        FROM second_factor
        WHERE unit_id = @unit AND account_id = @account
        """;

    private const string Now = "SELECT office_now()";

    private const string TakeStep = """
        UPDATE second_factor
        SET last_step = @step
        WHERE unit_id = @unit AND account_id = @account AND last_step < @step
        """;

    private const string TakeRecovery = """
        UPDATE recovery_code
        SET used_at = office_now()
        WHERE unit_id = @unit AND account_id = @account AND code_hash = @hash AND used_at IS NULL
        """;

    private const string Insert = """
        INSERT INTO second_factor (unit_id, account_id, secret, last_step)
        VALUES (@unit, @account, @secret, @step)
        ON CONFLICT DO NOTHING
        """;

    private const string ReplaceCodes = """
        DELETE FROM recovery_code
        WHERE unit_id = @unit AND account_id = @account;
        INSERT INTO recovery_code (unit_id, account_id, code_hash)
        SELECT @unit, @account, h
        FROM unnest(@hashes::bytea[]) AS h
        """;

    private const string Delete = "DELETE FROM second_factor WHERE unit_id = @unit AND account_id = @account";

    public async Task<bool> HasAsync(UnitId unit, int account, CancellationToken cancellation) =>
        await StateAsync(unit, account, cancellation) is not null;

    /// <summary>Null: the account has none.</summary>
    public Task<FactorState?> StateAsync(UnitId unit, int account, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit,
        (connection, _) => connection.QuerySingleOrDefaultAsync<FactorState?>(
            Command(ReadState, new { unit = unit.Value, account }, cancellation)),
        cancellation);

    public FactorOffer Offer(CurrentUser user)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretLength);
        return Offer(user, secret, Offered(user).Protect(Convert.ToBase64String(secret)));
    }

    /// <summary>The same offer again, after a wrong code; null where it was not made to this account.</summary>
    public FactorOffer? Again(CurrentUser user, string? kept) =>
        Read(user, kept) is { } secret ? Offer(user, secret, kept!) : null; // not null: it was read

    /// <summary>Takes it up with a code of the app; the recovery codes, or null where the code is wrong or there is one already.</summary>
    public async Task<ImmutableArray<string>?> EnrolAsync(
        CurrentUser user, string? kept, string? code, CancellationToken cancellation)
    {
        if (Read(user, kept) is not { } secret)
        {
            return null;
        }

        var (unit, account) = (user.Unit.Id, user.AccountId);
        return await database.InUnitAsync<ImmutableArray<string>?>(
            unit,
            async (connection, _) =>
            {
                var now = await connection.QuerySingleAsync<DateTimeOffset>(Command(Now, new { }, cancellation));
                if (Totp.Match(secret, Typed(code), now) is not { } step)
                {
                    return null;
                }

                var kept = Stored(unit, account).Protect(secret);
                var taken = await connection.ExecuteAsync(
                    Command(Insert, new { unit = unit.Value, account, secret = kept, step }, cancellation));
                if (taken == 0)
                {
                    return null;
                }

                await Trail.WriteAsync(
                    connection, unit, TrailLine.Of(user, TrailAct.SecondFactorTakenUp) with { Account = account }, cancellation);
                return await NewCodesAsync(connection, unit, account, cancellation);
            },
            cancellation);
    }

    /// <summary>It is no code of the app: a code that was used and is none is one of the recovery codes.</summary>
    internal static bool IsRecovery(string? code) => Typed(code).Length != Totp.Digits;

    /// <summary>Whether it is a code that the account may use now, of the app or for recovery; it is used then.</summary>
    public Task<bool> UseAsync(UnitId unit, int account, string? code, CancellationToken cancellation) => database.InUnitAsync(
        unit,
        async (connection, _) =>
        {
            var typed = Typed(code);
            if (typed.Length != Totp.Digits)
            {
                return await connection.ExecuteAsync(Command(
                    TakeRecovery, new { unit = unit.Value, account, hash = RecoveryCodes.Hash(typed) }, cancellation)) == 1;
            }

            var row = await connection.QuerySingleOrDefaultAsync<(byte[]? Secret, DateTimeOffset Now)>(
                Command(ReadSecret, new { unit = unit.Value, account }, cancellation));
            return row.Secret is { } kept && Readable(unit, account, kept) is { } secret
                && Totp.Match(secret, typed, row.Now) is { } step
                && await connection.ExecuteAsync(Command(TakeStep, new { unit = unit.Value, account, step }, cancellation)) == 1;
        },
        cancellation);

    /// <summary>Ten new ones; the old ones are worth nothing. Null where the account has no second factor.</summary>
    public Task<ImmutableArray<string>?> RenewCodesAsync(CurrentUser user, CancellationToken cancellation) =>
        database.InUnitAsync<ImmutableArray<string>?>(
            user.Unit.Id,
            async (connection, _) =>
            {
                var (unit, account) = (user.Unit.Id, user.AccountId);
                if (await connection.QuerySingleOrDefaultAsync<FactorState?>(
                    Command(ReadState, new { unit = unit.Value, account }, cancellation)) is null)
                {
                    return null;
                }

                await Trail.WriteAsync(
                    connection, unit, TrailLine.Of(user, TrailAct.RecoveryCodesRenewed) with { Account = account }, cancellation);
                return await NewCodesAsync(connection, unit, account, cancellation);
            },
            cancellation);

    /// <summary>Its owner does without.</summary>
    public Task GiveUpAsync(CurrentUser user, CancellationToken cancellation) => database.InUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            await RemoveAsync(connection, user.Unit.Id, user.AccountId, cancellation);
            await Trail.WriteAsync(
                connection, user.Unit.Id, TrailLine.Of(user, TrailAct.SecondFactorGivenUp) with { Account = user.AccountId }, cancellation);
        },
        cancellation);

    /// <summary>Also for one who has lost phone and codes; false when there is none.</summary>
    internal static async Task<bool> RemoveAsync(
        NpgsqlConnection connection, UnitId unit, int account, CancellationToken cancellation) =>
        await connection.ExecuteAsync(Command(Delete, new { unit = unit.Value, account }, cancellation)) == 1;

    private static async Task<ImmutableArray<string>> NewCodesAsync(
        NpgsqlConnection connection, UnitId unit, int account, CancellationToken cancellation)
    {
        var codes = RecoveryCodes.Make();
        await connection.ExecuteAsync(Command(
            ReplaceCodes, new { unit = unit.Value, account, hashes = codes.Select(RecoveryCodes.Hash).ToArray() }, cancellation));
        return codes;
    }

    private static CommandDefinition Command(string sql, object parameters, CancellationToken cancellation) =>
        new(sql, parameters, cancellationToken: cancellation);

    /// <summary>123 456 is 123456, and so is １２３４５６.</summary>
    private static string Typed(string? code) => string.Concat((code ?? "").Where(c => !char.IsWhiteSpace(c)).Take(64)
        .Select(c => c is >= '０' and <= '９' ? (char)(c - '０' + '0') : c));

    private static FactorOffer Offer(CurrentUser user, byte[] secret, string kept) => new(
        Totp.Base32(secret), kept, Totp.Address($"{user.Unit.ShortName} {Texts.Product}", user.Login, secret));

    private byte[]? Read(CurrentUser user, string? kept)
    {
        try
        {
            return kept is null ? null : Convert.FromBase64String(Offered(user).Unprotect(kept));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Null where the keys that it was encrypted with are lost: recovery codes are good all the same.</summary>
    private byte[]? Readable(UnitId unit, int account, byte[] kept)
    {
        try
        {
            return Stored(unit, account).Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Bound to the account: what was made for one cannot be put into the row of another.
    private IDataProtector Stored(UnitId unit, int account) =>
        protection.CreateProtector("second-factor", $"{unit.Value}/{account}");

    private IDataProtector Offered(CurrentUser user) =>
        protection.CreateProtector("second-factor-offer", $"{user.Unit.Id.Value}/{user.AccountId}");
}
