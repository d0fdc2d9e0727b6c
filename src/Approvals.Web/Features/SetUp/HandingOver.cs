using System.Collections.Immutable;
using Approvals.Readers.Units;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Rights;
using Approvals.Web.Features.Trails;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.SetUp;

/// <summary>Whom the first run names for one of the three administrators.</summary>
public sealed record NamedAdministrator(AccountKind Kind, string? Name, string? Login);

/// <summary>What became of the handing over.</summary>
public abstract record HandedOver
{
    private HandedOver()
    {
    }

    /// <param name="Accounts">With their first passwords, in the order of the three, and after them the first clerk's: shown now or never.</param>
    public sealed record Done(ImmutableArray<(AccountKind Kind, string Name, Kept.Password Account)> Accounts) : HandedOver;

    /// <summary>It can be done as it was typed, and nothing is done yet: whoever typed it looks at it once more.</summary>
    /// <param name="Accounts">In the order in which they will be made.</param>
    /// <param name="Counted">Bodies and people of the file; null where none was brought.</param>
    public sealed record Possible(
        string Unit, string ShortName, ImmutableArray<(AccountKind Kind, string Name, string Login)> Accounts, (int Bodies, int People)? Counted) : HandedOver;

    /// <param name="Sentence">Why not; nothing was changed.</param>
    public sealed record Refused(string Sentence) : HandedOver;
}

/// <summary>
/// 设立三员: the set-up account makes the three administrators, names a unit that has no name yet, gives one that has no bodies its first
/// office or all that a unit file says, and is closed for ever, in one transaction. Of two at once one finds it closed. Until somebody is
/// sure, all of it is tried and undone.
/// </summary>
public sealed class HandingOver(Database database, AccountOpening opening, Editions editions)
{
    private const int LongestName = 100;

    /// <summary>Of the transaction, before anything was done.</summary>
    private const string Untouched = "untouched";

    // Whoever comes second waits here, and then finds it closed.
    private const string Take = """
        SELECT account_id
        FROM account
        WHERE unit_id = @unit AND account_id = @account AND kind = 'set-up' AND disabled_at IS NULL
        FOR NO KEY UPDATE
        """;

    private const string NameUnit = """
        UPDATE unit
        SET name = @name, short_name = @shortName, zone = coalesce(@zone, zone), demonstration = coalesce(@demonstration, demonstration)
        WHERE unit_id = @unit
        """;

    private const string ShortNameIsTaken = """
        SELECT EXISTS (SELECT FROM units_of_installation() WHERE short_name = @shortName AND unit_id <> @unit)
        """;

    private const string Called = "SELECT person_id FROM person WHERE unit_id = @unit AND name = @name";

    private const string InsertPerson = """
        INSERT INTO person (unit_id, person_id, name, position)
        SELECT @unit, coalesce(max(person_id), 0) + 1, @name, coalesce(max(position), 0) + 1
        FROM person
        WHERE unit_id = @unit
        RETURNING person_id
        """;

    public async Task<HandedOver> HandOverAsync(CurrentUser by, AskedFirstRun asked, CancellationToken cancellation)
    {
        var (begins, problem) = IsEmpty(by) ? Beginning.Of(asked, editions.Current) : (null, null);
        var (named, unit) = (Named(asked.Three, begins), UnitOf(by, asked, begins));
        if ((problem ?? Judge(named, unit)) is { } wrong)
        {
            return new HandedOver.Refused(wrong);
        }

        try
        {
            return await database.InUnitAsync<HandedOver>(
                by.Unit.Id,
                async (connection, transaction) =>
                {
                    await transaction.SaveAsync(Untouched, cancellation);
                    var done = await HandOverAsync(connection, by, named, unit, begins, cancellation);
                    if (asked.Sure)
                    {
                        return done;
                    }

                    await transaction.RollbackAsync(Untouched, cancellation);
                    return Possible(done, by, unit, begins);
                },
                cancellation);
        }
        catch (NotDoneException refused)
        {
            return new HandedOver.Refused(refused.Message);
        }
        catch (OfficeException taken)
        {
            return new HandedOver.Refused(taken.Message);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new HandedOver.Refused(
                taken.ConstraintName == "account_login" ? Texts.FirstRun.LoginTaken : Texts.FirstRun.ThreePeople);
        }
    }

    /// <summary>It has no bodies: nobody could hold a post.</summary>
    public static bool IsEmpty(CurrentUser by) => by.Directory.Directory.Bodies.IsEmpty;

    public static bool IsUnnamed(CurrentUser by) => by.Unit.Name == Texts.FirstRun.Unnamed;

    /// <summary>Null: it has its name.</summary>
    private static NamedUnit? UnitOf(CurrentUser by, AskedFirstRun asked, Beginning? begins) => !IsUnnamed(by) ? null
        : begins is Beginning.Brought { File: var file } ? new NamedUnit(file.Name, file.ShortName) { Zone = file.Zone, Demonstration = file.Demonstration }
        : new NamedUnit(asked.UnitName?.Trim() ?? "", asked.ShortName?.Trim() ?? "");

    private static HandedOver.Possible Possible(HandedOver.Done done, CurrentUser by, NamedUnit? unit, Beginning? begins) => new(
        unit?.Name ?? by.Unit.Name, unit?.ShortName ?? by.Unit.ShortName,
        [.. done.Accounts.Select(one => (one.Kind, one.Name, one.Account.Login))],
        begins is Beginning.Brought { File: var brought } ? (brought.Bodies.Length, brought.People.Length) : null);

    /// <summary>As typed; where somebody left one out, whom the file names.</summary>
    private static ImmutableArray<NamedAdministrator> Named(ImmutableArray<NamedAdministrator> three, Beginning? begins) =>
    [
        .. three.Select(one => (string.IsNullOrWhiteSpace(one.Name) && string.IsNullOrWhiteSpace(one.Login) ? OfFile(one.Kind, begins) : null) is { } found
            ? one with { Name = found.Name, Login = found.Login }
            : one with { Name = one.Name?.Trim(), Login = one.Login?.Trim().ToLowerInvariant() }),
    ];

    private static UnitAdministrator? OfFile(AccountKind kind, Beginning? begins) => begins is Beginning.Brought { File: var file }
        ? file.Administrators.FirstOrDefault(a => $"{a.Kind}" == $"{kind}") : null;

    private static string? Judge(ImmutableArray<NamedAdministrator> named, NamedUnit? unit) =>
        unit is { Name: "" } or { ShortName: "" } ? Texts.FirstRun.NoUnit
        : unit is { Name.Length: > LongestName } or { ShortName.Length: > LongestName } ? Texts.FirstRun.TooLong
        : named.Any(one => string.IsNullOrEmpty(one.Name) || string.IsNullOrEmpty(one.Login)) ? Texts.FirstRun.Incomplete
        : named.Any(one => one.Name?.Length > LongestName) ? Texts.FirstRun.TooLong
        : named.FirstOrDefault(one => !AccountOpening.IsLogin(one.Login ?? "")) is { } wrong ? Texts.FirstRun.LoginSpelling(wrong.Login ?? "")
        : named.DistinctBy(one => one.Name).Count() < named.Length ? Texts.FirstRun.ThreePeople
        : named.DistinctBy(one => one.Login).Count() < named.Length ? Texts.FirstRun.LoginTaken
        : null;

    private async Task<HandedOver.Done> HandOverAsync(
        NpgsqlConnection connection, CurrentUser by, ImmutableArray<NamedAdministrator> named, NamedUnit? unit, Beginning? begins,
        CancellationToken cancellation)
    {
        await TakeAsync(connection, by, unit, cancellation);
        if (begins is Beginning.Brought { File: var file })
        {
            await UnitImport.FillAsync(connection, by.Unit.Id, file with { Administrators = [] }, by, cancellation);
        }

        var known = ImmutableArray.CreateBuilder<int?>();
        foreach (var one in named)
        {
            var (person, why) = await KnownAsync(connection, by, one.Name ?? "", cancellation);
            known.Add(why is null ? person : throw new NotDoneException(why));
        }

        var made = await MakeAsync(connection, by, [.. named.Zip(known)], cancellation);
        if (begins is Beginning.Office office)
        {
            var clerk = await FirstOffice.OpenAsync(connection, by, office, editions, opening, cancellation);
            made = made.Add((AccountKind.Member, office.Clerk, clerk));
        }

        await Trail.WriteAsync(
            connection, by.Unit.Id, TrailLine.Of(by, TrailAct.HandedOver, Texts.Join(named.Select(one => one.Name ?? ""))), cancellation);
        await AccountStore.DisableAsync(connection, by.Unit.Id, by.AccountId, cancellation);
        return new HandedOver.Done(made);
    }

    /// <summary>The first run is his who comes first; the unit gets its name.</summary>
    /// <exception cref="NotDoneException">It is over, or the name is another unit's.</exception>
    private static async Task TakeAsync(NpgsqlConnection connection, CurrentUser by, NamedUnit? unit, CancellationToken cancellation)
    {
        var values = new
        {
            unit = by.Unit.Id.Value,
            account = by.AccountId,
            name = unit?.Name,
            shortName = unit?.ShortName,
            zone = unit?.Zone,
            demonstration = unit?.Demonstration,
        };
        if (await connection.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(Take, values, cancellationToken: cancellation)) is null)
        {
            throw new NotDoneException(Texts.FirstRun.Over);
        }

        if (unit is null)
        {
            return;
        }

        if (await connection.QuerySingleAsync<bool>(new CommandDefinition(ShortNameIsTaken, values, cancellationToken: cancellation)))
        {
            throw new NotDoneException(Texts.FirstRun.ShortNameTaken(unit.ShortName));
        }

        await connection.ExecuteAsync(new CommandDefinition(NameUnit, values, cancellationToken: cancellation));
    }

    /// <summary>The one of the unit who is called so; nobody, where he is to be put down; or the sentence why it cannot be he.</summary>
    private async Task<(int? Person, string? Why)> KnownAsync(
        NpgsqlConnection connection, CurrentUser by, string name, CancellationToken cancellation)
    {
        var called = (await connection.QueryAsync<int>(
            new CommandDefinition(Called, new { unit = by.Unit.Id.Value, name }, cancellationToken: cancellation))).ToList();
        return called switch
        {
            [] => (null, null),
            [var only] => await WideRoles.AreHeldByAsync(only, connection, by, editions.Current, cancellation)
                ? (null, Texts.FirstRun.HoldsWide(name))
                : (only, null),
            _ => (null, Texts.FirstRun.Several(name)),
        };
    }

    /// <summary>Whoever is not of the unit yet is put down, and holds no post.</summary>
    private async Task<ImmutableArray<(AccountKind Kind, string Name, Kept.Password Account)>> MakeAsync(
        NpgsqlConnection connection, CurrentUser by, ImmutableArray<(NamedAdministrator Named, int? Known)> three,
        CancellationToken cancellation)
    {
        var made = ImmutableArray.CreateBuilder<(AccountKind, string, Kept.Password)>();
        foreach (var (named, known) in three)
        {
            var (name, login, first) = (named.Name ?? "", named.Login ?? "", FirstPassword.Make());
            var person = known ?? await connection.QuerySingleAsync<int>(new CommandDefinition(
                InsertPerson, new { unit = by.Unit.Id.Value, name }, cancellationToken: cancellation));
            var account = await opening.InsertAsync(connection, by, new NewAccount(person, login, named.Kind, first), cancellation);
            made.Add((named.Kind, name, new Kept.Password(account, login, first)));
        }

        return made.ToImmutable();
    }

    private sealed record NamedUnit(string Name, string ShortName)
    {
        /// <summary>Null: as it is; so with <see cref="Demonstration"/>.</summary>
        public string? Zone { get; init; }

        public bool? Demonstration { get; init; }
    }

    /// <summary>Undoes what the transaction has done so far.</summary>
    private sealed class NotDoneException(string sentence) : Exception(sentence);
}
