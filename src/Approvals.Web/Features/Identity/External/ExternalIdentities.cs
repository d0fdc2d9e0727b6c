using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Identity.External;

/// <summary>An identity of another system that an account's owner has bound to it.</summary>
public sealed record BoundIdentity(string Provider, string Subject, string Name, DateTimeOffset BoundAt);

/// <summary>Which account an identity of a provider belongs to. Nobody is made by one: an account is there before it.</summary>
public sealed class ExternalIdentities(Database database)
{
    private const string FindBound = """
        SELECT unit_id, account_id, person_id
        FROM find_bound_account(@provider, @subject)
        """;

    private const string FindByLogin = """
        SELECT unit_id, account_id, person_id
        FROM find_account(@match)
        """;

    private const string FindByPhone = """
        SELECT unit_id, account_id, person_id
        FROM find_account_by_phone(@match)
        """;

    private const string Insert = """
        INSERT INTO external_identity (unit_id, provider, subject, account_id, name)
        VALUES (@unit, @provider, @subject, @account, @name)
        ON CONFLICT DO NOTHING
        """;

    private const string Delete = """
        DELETE FROM external_identity
        WHERE unit_id = @unit AND account_id = @account AND provider = @provider
        """;

    private const string DeleteAll = """
        DELETE FROM external_identity
        WHERE unit_id = @unit AND account_id = @account
        """;

    private const string List = """
        SELECT provider, subject, name, bound_at
        FROM external_identity
        WHERE unit_id = @unit AND account_id = @account
        ORDER BY provider
        """;

    /// <summary>What its owner bound; else what the settings let match. Null: no account is his.</summary>
    public async Task<BoundAccount?> FindAsync(Arrival arrival, ExternalProvider provider, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return await FindAsync(connection, FindBound, new { provider = provider.Id, subject = arrival.Subject }, cancellation)
            ?? (provider.Match, arrival.Match) switch
            {
                (MatchBy.Login, { } login) =>
                    await FindAsync(connection, FindByLogin, new { match = login.Trim().ToLowerInvariant() }, cancellation),
                (MatchBy.Phone, { } phone) when Number(phone) is { } number =>
                    await FindAsync(connection, FindByPhone, new { match = number }, cancellation),
                _ => null,
            };
    }

    /// <summary>False when it is bound already, here or to somebody else's account.</summary>
    public Task<bool> BindAsync(CurrentUser user, Arrival arrival, CancellationToken cancellation) => database.InUnitAsync(
        user.Unit.Id,
        (connection, _) => TieAsync(connection, user, user.AccountId, arrival.Provider, arrival.Subject, arrival.Name, cancellation),
        cancellation);

    public Task<bool> UnbindAsync(CurrentUser user, string provider, CancellationToken cancellation) => database.InUnitAsync(
        user.Unit.Id,
        (connection, _) => UntieAsync(connection, user, user.AccountId, provider, cancellation),
        cancellation);

    /// <summary>The same for any account, within the transaction of whoever keeps it.</summary>
    internal static async Task<bool> TieAsync(
        NpgsqlConnection connection, CurrentUser by, int account, string provider, string subject, string name,
        CancellationToken cancellation)
    {
        var tied = await connection.ExecuteAsync(new CommandDefinition(
            Insert, new { unit = by.Unit.Id.Value, provider, subject, account, name }, cancellationToken: cancellation));
        if (tied == 1)
        {
            await Trail.WriteAsync(
                connection, by.Unit.Id, TrailLine.Of(by, TrailAct.ProviderTied, provider) with { Account = account }, cancellation);
        }

        return tied == 1;
    }

    /// <summary>And whoever is signed in by it on another device is out: it may not be he.</summary>
    internal static async Task<bool> UntieAsync(
        NpgsqlConnection connection, CurrentUser by, int account, string provider, CancellationToken cancellation)
    {
        var untied = await connection.ExecuteAsync(new CommandDefinition(
            Delete, new { unit = by.Unit.Id.Value, account, provider }, cancellationToken: cancellation));
        if (untied == 1)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                SessionStore.EndAllOf, new { unit = by.Unit.Id.Value, account, provider, kept = by.SessionId }, cancellationToken: cancellation));
            await Trail.WriteAsync(
                connection, by.Unit.Id, TrailLine.Of(by, TrailAct.ProviderUntied, provider) with { Account = account }, cancellation);
        }

        return untied == 1;
    }

    /// <summary>The same where nobody is signed in who does it; the account's sessions are over already.</summary>
    internal static Task ForgetAllAsync(NpgsqlConnection connection, UnitId unit, int account, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(DeleteAll, new { unit = unit.Value, account }, cancellationToken: cancellation));

    /// <summary>Every one of an account, where somebody else may have bound it.</summary>
    internal static async Task UntieAllAsync(NpgsqlConnection connection, CurrentUser by, int account, CancellationToken cancellation)
    {
        foreach (var provider in (await connection.QueryAsync<BoundIdentity>(new CommandDefinition(
            List, new { unit = by.Unit.Id.Value, account }, cancellationToken: cancellation))).Select(bound => bound.Provider).ToList())
        {
            await UntieAsync(connection, by, account, provider, cancellation);
        }
    }

    public Task<ImmutableArray<BoundIdentity>> ListAsync(UnitId unit, int account, CancellationToken cancellation) =>
        database.ReadInUnitAsync(
            unit,
            async (connection, _) =>
            {
                var rows = await connection.QueryAsync<BoundIdentity>(new CommandDefinition(
                    List, new { unit = unit.Value, account }, cancellationToken: cancellation));
                return rows.ToImmutableArray();
            },
            cancellation);

    /// <summary>
    /// +86 138-0000-0000 as it is kept: digits alone; null where it is no number, or one of another country, whose digits may be those of
    /// somebody here.
    /// </summary>
    internal static string? Number(string phone)
    {
        var text = phone.Trim().Replace('＋', '+');
        var own = text.StartsWith("+86", StringComparison.Ordinal) ? text[3..]
            : text.StartsWith("0086", StringComparison.Ordinal) ? text[4..] : text;
        return own.Contains('+', StringComparison.Ordinal) || own.StartsWith("00", StringComparison.Ordinal) ? null
            : string.Concat(own.Where(char.IsAsciiDigit)) is { Length: >= 5 and <= 15 } number ? number : null;
    }

    private static Task<BoundAccount?> FindAsync(
        NpgsqlConnection connection, string sql, object parameters, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<BoundAccount?>(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
}
