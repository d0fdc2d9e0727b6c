using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Directories;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// Puts the question to the engine: gathers what a decision about a loaded case may look at, and takes numbers where it
/// needs them. Whoever decides does it here, a press or a loop; what was decided is written by <see cref="Writing"/>.
/// </summary>
public sealed class Deciding(
    Editions editions, DirectoryStore directories, Zones zones, WorkCalendar calendar, Numbers numbers)
{
    private const string OpenParts = """
        SELECT c.workflow, p.body_id, c.stage, c.title, c.due_on, c.recurrence
        FROM flow_case c
        JOIN case_party p
          ON p.unit_id = c.unit_id AND p.opened_month = c.opened_month AND p.case_id = c.case_id AND p.party = 'AssignedDepartment'
        WHERE c.unit_id = @unit AND c.parent_month = @month AND c.parent_id = @id AND NOT c.ended AND p.body_id IS NOT NULL
        ORDER BY c.opened_month, c.case_id, p.place
        """;

    /// <summary>Enough to say what is permitted; no round trip once edition and directory are known, but for
    /// a definition that weighs its children's numbers.</summary>
    internal async Task<Context> LookAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, CancellationToken cancellation) =>
        await LookAsync(
            connection, unit, loaded, await editions.GetAsync(connection, unit, loaded.Case.BookHash, cancellation), cancellation);

    /// <summary>
    /// The same where nothing must be asked for it: edition, directory and hours are known here, and the definition weighs no
    /// numbers of children. Else null.
    /// </summary>
    internal Context? Known(UnitId unit, LoadedCase loaded) =>
        editions.Known(loaded.Case.BookHash) is { } book && !ChildNumbers.AreAskedBy(book[loaded.Case.Workflow])
        && directories.Cached(unit, loaded.DirectoryVersion) is { } directory && zones.Known(unit) is { } hours
            ? ContextOf(book, loaded.Now, hours, directory, loaded.Grants) : null;

    /// <summary>
    /// The same for a decision: a definition that splits by rows finds the checklist's, whatever brings it to that
    /// stage.
    /// </summary>
    internal async Task<Context> AboutAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, CancellationToken cancellation)
    {
        var context = await LookAsync(connection, unit, loaded, cancellation);
        return context with
        {
            Grants = await Subjects.WithChecklistAsync(
                connection, unit, loaded.Root, context.Book[loaded.Case.Workflow], context.Grants, cancellation),
        };
    }

    /// <summary>
    /// The same where the press names another case beside its own, which the same transaction holds: what is open below its own may
    /// go on there.
    /// </summary>
    internal async Task<Context> AboutAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, LoadedCase? named, CancellationToken cancellation)
    {
        var context = await AboutAsync(connection, unit, loaded, cancellation);
        return named?.Case is { Ended: false } other && other.Id != loaded.Case.Id && other.Parent == loaded.Case.Parent
            && other.Workflow == loaded.Case.Workflow && other.Parent is not null
            ? context with
            {
                Grants = context.Grants with
                {
                    Siblings = [new Sibling(other.Id, other.Title) { Named = Scoping.Named(other, named.Grants) }],
                    OpenParts = await OpenPartsAsync(connection, unit, loaded.Case.Id, cancellation),
                },
            }
            : context;
    }

    private static async Task<ImmutableArray<OpenPart>> OpenPartsAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, CancellationToken cancellation)
    {
        var parts = await connection.QueryAsync<(string Workflow, int Body, string Stage, string Title, DateOnly? DueOn, string? Duty)>(
            new CommandDefinition(
                OpenParts, new { unit = unit.Value, month = id.Month, id = id.Value }, cancellationToken: cancellation));
        return
        [
            .. parts.Select(p => new OpenPart(
                new WorkflowId(p.Workflow), new BodyId(p.Body), new StageId(p.Stage), p.Title, p.DueOn,
                p.Duty is { } duty ? CaseJson.Read<Duty>(duty) : null)),
        ];
    }

    private async Task<Context> LookAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, WorkflowBook book, CancellationToken cancellation) =>
        await ContextAsync(
            connection, unit, book, loaded.Now, loaded.DirectoryVersion,
            await ChildNumbers.WithAsync(
                connection, unit, loaded.Case.Id, book[loaded.Case.Workflow], loaded.Grants, cancellation), cancellation);

    /// <summary>For a case that opens, with the edition that new ones begin with.</summary>
    internal Task<Context> OpeningAsync(
        NpgsqlConnection connection, UnitId unit, DateTimeOffset now, long version, CancellationToken cancellation) =>
        ContextAsync(connection, unit, editions.Current, now, version, Grants.None, cancellation);

    /// <summary>With which the unit's rungs are timed.</summary>
    internal ValueTask<OfficeHours> HoursAsync(UnitId unit, CancellationToken cancellation) => zones.HoursAsync(unit, cancellation);

    /// <summary>Numbers are taken only where the decision really needs them; deciding is pure, so it is asked twice.</summary>
    internal async Task<Decision> DecideAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, ImmutableArray<CaseCommand> commands, Context context,
        PersonId? by, CancellationToken cancellation)
    {
        var trial = Decisions.DecideAll(loaded.Case, commands, WithEveryNumber(context, context.Book[loaded.Case.Workflow]));
        if (trial is not Decision.Permitted permitted)
        {
            return trial;
        }

        var taken = new List<(string, string)>();
        foreach (var e in permitted.Events.OfType<CaseEvent.NumberTaken>())
        {
            taken.Add((e.Purpose, await numbers.TakeAsync(
                connection, unit, e.Purpose, loaded.Root, loaded.Case.Id, context.Today.Year, by, cancellation)));
        }

        return taken.Count == 0 ? trial : Decisions.DecideAll(loaded.Case, commands, WithNumbers(context, taken));
    }

    /// <summary>To see what would be decided: whichever number it takes, it gets an empty one.</summary>
    internal static Context WithEveryNumber(Context context, Workflow workflow) =>
        WithNumbers(context, workflow.Purposes.Select(p => (p, "")));

    private static Context WithNumbers(Context context, IEnumerable<(string Purpose, string Text)> numbers) => context with
    {
        Grants = context.Grants with { NextNumbers = numbers.ToImmutableDictionary(n => n.Purpose, n => n.Text) },
    };

    private async Task<Context> ContextAsync(
        NpgsqlConnection connection, UnitId unit, WorkflowBook book, DateTimeOffset now, long version, Grants grants,
        CancellationToken cancellation)
    {
        var directory = directories.Cached(unit, version) ?? await directories.LoadAsync(unit, connection, cancellation);
        var hours = await zones.HoursAsync(unit, cancellation);
        return ContextOf(book, now, hours, directory, grants);
    }

    private Context ContextOf(
        WorkflowBook book, DateTimeOffset now, OfficeHours hours, DirectorySnapshot directory, Grants grants) =>
        new(book, now, hours.DayOf(now), calendar, directory.Directory, grants) { Hours = hours };
}
