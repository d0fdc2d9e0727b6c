using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>One row of the checklist as the clerk left it.</summary>
internal sealed record RowEdit(
    string No, string Version, string Title, ImmutableArray<int> Leaders, ImmutableArray<int> Departments, int? Lead,
    DateOnly? DueOn,
    bool Lasting, string Standard, bool Confirm)
{
    /// <summary>What recurs (例行任务), as the engine writes it; null where the clerk says that nothing does.</summary>
    public string? Recurrence { get; init; }

    /// <summary>The plan as corrected; null: as it stands.</summary>
    public string? Plan { get; init; }

    /// <summary>要点, one each; none: the plan is the only one. Null: as they stand.</summary>
    public ImmutableArray<string>? Points { get; init; }

    /// <summary>Whom names mean that the directory does not have, or that stand for many.</summary>
    public ImmutableArray<OwnerChoice> Means { get; init; } = [];

    /// <summary>The row as the edit would leave it.</summary>
    public ChecklistRowRecord After(ChecklistRowRecord before) => before with
    {
        Title = Title,
        Plan = Plan ?? before.Plan,
        Leaders = [.. Leaders],
        Departments = [.. Departments],
        LeadDepartment = Lead,
        DueOn = DueOn,
        Lasting = Lasting,
        Standard = Standard,
        Recurrence = Recurrence,
    };
}

/// <summary>What became of an edit.</summary>
internal abstract record EditAnswer
{
    private EditAnswer()
    {
    }

    /// <param name="Version">Of what was edited, as it is now.</param>
    /// <param name="Was">Content hash of the notice before the edit, and <paramref name="Hash"/> after it.</param>
    public sealed record Saved(int Version, string Was, string Hash) : EditAnswer
    {
        /// <summary>The row that came of it; null: none, or the same form was answered before.</summary>
        public string? Row { get; init; }

        /// <summary>The row that holds the work of the one that was brought back; null: none does.</summary>
        public string? Into { get; init; }
    }

    public sealed record Refused(ImmutableArray<FieldProblem> Problems) : EditAnswer;

    public sealed record NotFound : EditAnswer;

    /// <summary>It is not his to edit.</summary>
    public sealed record Forbidden : EditAnswer;
}

/// <summary>
/// Rulings and rows, saved one by one. Each edit computes the notice's content hash anew under the case's lock: a form made
/// before it no longer signs. Only a stage that says so lets the text be edited.
/// </summary>
internal sealed partial class NoticeEdits(
    Database database, Editions editions, RowLeaders leaders, CaseCorrecting cases, NumberRegister numbers, WorkCalendar calendar)
{
    private const string LockCase = """
        SELECT book_hash, workflow, stage, ended, splits <> '{}' OR facts @> ARRAY[@frozen] AS final,
               EXISTS (SELECT FROM case_party p
                       WHERE p.unit_id = c.unit_id AND p.opened_month = c.opened_month AND p.case_id = c.case_id
                         AND p.party = @drafter AND p.person_id = @person) AS drafted
        FROM flow_case c
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        FOR NO KEY UPDATE OF c
        """;

    private const string UseKey = """
        INSERT INTO command_key (unit_id, key, body_hash)
        VALUES (@unit, @key, @body)
        ON CONFLICT DO NOTHING
        """;

    private const string UsedFor = """
        SELECT body_hash
        FROM command_key
        WHERE unit_id = @unit AND key = @key
        """;

    private const string Rule = """
        UPDATE notice_difference
        SET ruling = @ruling, note = @note, typed = NULL, ruled_by = @person, ruled_at = office_now(), version = version + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND difference = @difference AND version = @version
        RETURNING version
        """;

    private const string KeepNote = """
        UPDATE notice_difference
        SET typed = @note, version = version + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND difference = @difference AND version = @version
        RETURNING version
        """;

    private const string DifferenceVersion = """
        SELECT version
        FROM notice_difference
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND difference = @difference
        """;

    /// <summary>
    /// With whether a seat of the stage is his, for himself or for one in whose place he stands: not one that was handed to somebody else
    /// or that somebody else has claimed.
    /// </summary>
    private const string Seated = """
        SELECT
        """ + " " + Gate.MaySeeCase + """
         AS seen, EXISTS (
          SELECT FROM assignment a
          WHERE a.unit_id = c.unit_id AND a.case_id = c.case_id
            AND (only_sitter(a, @today) = ANY (@persons)
                 OR (only_sitter(a, @today) IS NULL AND EXISTS (
                   SELECT FROM assignment_sitter s
                   WHERE s.unit_id = a.unit_id AND s.case_id = a.case_id AND s.seat_no = a.seat_no
                     AND (s.person_id = ANY (@persons)
                          OR EXISTS (SELECT FROM unnest(@roles::text[], @role_bodies::int[]) AS h (role, body)
                                     WHERE h.role = s.role AND (s.body_id IS NULL OR s.body_id = h.body))))))) AS seated
        FROM flow_case c
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case
        """;

    /// <summary>Whether the person may edit at all now, as a page asks before it draws forms.</summary>
    public bool MayEdit(CurrentUser user, Looked looked)
    {
        var (@case, context) = (looked.Case, looked.Context);
        return IsOpen(looked.Workflow.Stage(@case.Stage), @case.Ended, !@case.Splits.IsEmpty || @case.Facts.Contains(Facts.Frozen))
            && IsHis(
                user, looked.Workflow.Stage(@case.Stage), @case.Party(Party.Drafter).People.Contains(user.Person.Id),
                @case.OpenSeats.Any(s => Seating.MaySit(s, user.Person.Id, context.Directory, context.Today)
                    || !Standing.Principals(@case, s, user.Person.Id, context).IsEmpty));
    }

    /// <param name="ruling">Null: what was typed is kept, nothing is ruled yet.</param>
    public Task<EditAnswer> RuleAsync(
        CaseId id, int difference, string version, Ruling? ruling, string? note, string key, CurrentUser user,
        CancellationToken cancellation)
    {
        var written = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        var values = Values(id, version, user);
        values.Add("difference", difference);
        values.Add("ruling", ruling?.ToString());
        values.Add("note", written);
        return EditAsync(
            new Edit(
                id, key, $"ruling\n{difference}\n{version}\n{ruling}\n{written}", values, ruling is null ? KeepNote : Rule,
                DifferenceVersion,
                notice => ruling is { } chosen ? Problems(notice.Read(), difference, chosen, written) : []),
            user, cancellation);
    }

    private static ImmutableArray<FieldProblem> Problems(NoticeDraft draft, int difference, Ruling ruling, string? note) =>
        draft.Findings.ElementAtOrDefault(difference - 1) is not { } finding || !Rulings.For(finding).Contains(ruling)
            ? [new FieldProblem("", Texts.Edits.BadRuling)]
            : Rulings.NeedsNote(ruling) && note is null ? [new FieldProblem("note", Texts.Edits.NoteMissing)]
            : [];

    private static DynamicParameters Values(CaseId id, string version, CurrentUser user) => new(new
    {
        unit = user.Unit.Id.Value,
        month = id.Month,
        @case = id.Value,
        person = user.Person.Id.Value,
        drafter = Party.Drafter.ToString(),
        frozen = Facts.Frozen,
        version = int.TryParse(version, out var number) ? number : -1,
    });

    private async Task<EditAnswer> EditAsync(Edit edit, CurrentUser user, CancellationToken cancellation)
    {
        edit.Values.Add("key", edit.Key);
        edit.Values.Add("body", SHA256.HashData(Encoding.UTF8.GetBytes($"{edit.Case}\n{edit.Body}")));
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await HoldAsync(connection, edit, user, cancellation) is not var (locked, notice, seated))
        {
            return new EditAnswer.NotFound();
        }

        if (await connection.ExecuteAsync(Command(UseKey, edit, cancellation)) == 0)
        {
            return await BeforeAsync(connection, edit, notice, cancellation);
        }

        var answer = await WhyNotAsync(connection, locked, seated, user, cancellation)
            ?? await WriteAsync(connection, edit, notice, user, cancellation);
        if (answer is EditAnswer.Saved)
        {
            await transaction.CommitAsync(cancellation);
        }

        return answer;
    }

    /// <summary>The case under its lock; null where there is none that he sees.</summary>
    private async Task<(Locked Locked, NoticeRecord Notice, bool Seated)?> HoldAsync(
        NpgsqlConnection connection, Edit edit, CurrentUser user, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(Command(Database.SetUnit, edit, cancellation));
        if (await connection.QuerySingleOrDefaultAsync<Locked>(Command(LockCase, edit, cancellation)) is not { } locked
            || await NoticeRows.NoticeAsync(connection, user.Unit.Id, edit.Case, cancellation) is not { } notice)
        {
            return null;
        }

        var gate = Gate.Parameters(user, editions.Current);
        gate.Add("month", edit.Case.Month);
        gate.Add("case", edit.Case.Value);
        var (seen, seated) = await connection.QuerySingleAsync<(bool, bool)>(
            new CommandDefinition(Seated, gate, cancellationToken: cancellation));
        return seen ? (locked, notice, seated) : null;
    }

    /// <summary>Null where it is his to edit and may be edited now.</summary>
    private async Task<EditAnswer?> WhyNotAsync(
        NpgsqlConnection connection, Locked locked, bool seated, CurrentUser user, CancellationToken cancellation)
    {
        var book = await editions.GetAsync(connection, user.Unit.Id, locked.BookHash, cancellation);
        var stage = book[new(locked.Workflow)].Stage(new(locked.Stage));
        return !IsHis(user, stage, locked.Drafted, seated) ? new EditAnswer.Forbidden()
            : IsOpen(stage, locked.Ended, locked.Final) ? null
            : Refuse(Texts.Edits.NotNow);
    }

    private static async Task<EditAnswer> WriteAsync(
        NpgsqlConnection connection, Edit edit, NoticeRecord notice, CurrentUser user, CancellationToken cancellation)
    {
        await edit.Prepare(connection, notice);
        if (edit.Judge(notice) is { IsEmpty: false } problems)
        {
            return new EditAnswer.Refused(problems);
        }

        if (await connection.QuerySingleOrDefaultAsync<int?>(Command(edit.Write, edit, cancellation)) is not { } version)
        {
            return Refuse(Texts.Edits.ChangedMeanwhile);
        }

        await edit.Keep(connection);
        var (was, now) = await SignedContent.KeepAsync(connection, user.Unit.Id, edit.Case, cancellation);
        return new EditAnswer.Saved(version, was, now);
    }

    private static CommandDefinition Command(string sql, Edit edit, CancellationToken cancellation) =>
        new(sql, edit.Values, cancellationToken: cancellation);

    /// <summary>The form's key was used: for the same edit it was saved then, for another nothing is.</summary>
    private static async Task<EditAnswer> BeforeAsync(
        NpgsqlConnection connection, Edit edit, NoticeRecord notice, CancellationToken cancellation)
    {
        var body = await connection.QuerySingleAsync<byte[]>(
            new CommandDefinition(UsedFor, edit.Values, cancellationToken: cancellation));
        if (!body.AsSpan().SequenceEqual(edit.Values.Get<byte[]>("body")))
        {
            return Refuse(Texts.Acting.KeyReused);
        }

        // What was saved then may have been taken away since.
        return await connection.QuerySingleOrDefaultAsync<int?>(Command(edit.CurrentVersion, edit, cancellation)) is { } version
            ? new EditAnswer.Saved(version, notice.ContentHash, notice.ContentHash)
            : Refuse(Texts.Edits.ChangedMeanwhile);
    }

    private static EditAnswer.Refused Refuse(string sentence) => new([new FieldProblem("", sentence)]);

    private static bool IsOpen(Stage? stage, bool ended, bool final) => stage is { Edits: true } && !ended && !final;

    /// <summary>
    /// Whose step it is edits the text, and its drafter his draft. Where the differences must be ruled on, those who keep the checklist
    /// do that: who signs there signs what he was given.
    /// </summary>
    private bool IsHis(CurrentUser user, Stage? stage, bool drafted, bool seated) => stage is { AsksForRulings: false, Edits: true }
        ? seated
        : Gate.Has(user, editions.Current, Power.KeepChecklist) || (drafted && seated);

    /// <param name="Body">All that the form says: the same key with another is refused.</param>
    /// <param name="Write">Returns the new version; no row where the form's version is an older one.</param>
    /// <param name="Judge">What is wrong with the edit, of the notice as it stands under the lock.</param>
    private sealed record Edit(
        CaseId Case, string Key, string Body, DynamicParameters Values, string Write, string CurrentVersion,
        Func<NoticeRecord, ImmutableArray<FieldProblem>> Judge)
    {
        /// <summary>What is still to be looked up under the lock, before it is judged.</summary>
        public Func<NpgsqlConnection, NoticeRecord, Task> Prepare { get; init; } = (_, _) => Task.CompletedTask;

        /// <summary>What is kept with it, in the same transaction.</summary>
        public Func<NpgsqlConnection, Task> Keep { get; init; } = _ => Task.CompletedTask;
    }

    private sealed record Locked(string BookHash, string Workflow, string Stage, bool Ended, bool Final, bool Drafted);
}
