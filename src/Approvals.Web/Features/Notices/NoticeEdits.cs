using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>How a difference may be ruled on; spelled as stored.</summary>
internal enum Ruling
{
    /// <summary>以附件为准.</summary>
    Annex,

    /// <summary>以正文为准.</summary>
    Body,

    /// <summary>按原文保留.</summary>
    Kept,

    /// <summary>已更正.</summary>
    Mended,
}

/// <summary>One row of the checklist as the clerk left it.</summary>
internal sealed record RowEdit(
    string No, string Version, string Title, ImmutableArray<int> Leaders, ImmutableArray<int> Departments, int? Lead,
    DateOnly? DueOn,
    bool Lasting, string Standard, bool Confirm);

/// <summary>What became of an edit.</summary>
internal abstract record EditAnswer
{
    private EditAnswer()
    {
    }

    public sealed record Saved : EditAnswer;

    public sealed record Refused(ImmutableArray<FieldProblem> Problems) : EditAnswer;

    public sealed record NotFound : EditAnswer;
}

/// <summary>
/// Rulings and rows, saved one by one. Each edit raises the notice's content version under the case's lock: a form made
/// before it no longer signs. Nothing is edited once the text is final.
/// </summary>
internal sealed class NoticeEdits(Database database, Editions editions)
{
    private const string LockCase = """
        SELECT ended, facts, splits <> '{}' AS split,
               EXISTS (SELECT FROM case_party p
                       WHERE p.unit_id = c.unit_id AND p.opened_month = c.opened_month AND p.case_id = c.case_id
                         AND p.party = @drafter AND p.person_id = @person) AS drafted
        FROM flow_case c
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        FOR NO KEY UPDATE OF c
        """;

    private const string UseKey = """
        INSERT INTO command_key (unit_id, key, body_hash)
        VALUES (@unit, @key, sha256(@key::bytea))
        ON CONFLICT DO NOTHING
        """;

    private const string Rule = """
        UPDATE notice_difference
        SET ruling = @ruling, note = @note, ruled_by = @person, ruled_at = office_now(), version = version + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND difference = @difference AND version = @version
        """;

    private const string SaveRow = """
        UPDATE notice_row
        SET title = @title, leaders = @leaders, departments = @departments, lead_department = @lead, due_on = @due,
            lasting = @lasting, standard = @standard, version = version + 1,
            confirmed_by = CASE WHEN @confirm THEN @person END, confirmed_at = CASE WHEN @confirm THEN office_now() END
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @no AND version = @version
        """;

    private const string RaiseVersion = """
        UPDATE notice
        SET content_version = content_version + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        """;

    /// <summary>Whether the person may edit at all, as a page asks before it draws forms.</summary>
    public bool MayEdit(CurrentUser user, Case @case) =>
        MayEdit(
            user, @case.Ended, @case.Facts.Contains(Facts.Frozen), @case.Party(Party.Drafter).People.Contains(user.Person.Id));

    public Task<EditAnswer> RuleAsync(
        CaseId id, int difference, string version, Ruling ruling, string? note, string key, CurrentUser user,
        CancellationToken cancellation)
    {
        if (ruling is Ruling.Kept or Ruling.Mended && string.IsNullOrWhiteSpace(note))
        {
            return Task.FromResult<EditAnswer>(new EditAnswer.Refused([new FieldProblem("note", Texts.Edits.NoteMissing)]));
        }

        return EditAsync(id, key, user, (connection, parameters) =>
        {
            parameters.Add("difference", difference);
            parameters.Add("version", VersionOf(version));
            parameters.Add("ruling", ruling.ToString());
            parameters.Add("note", string.IsNullOrWhiteSpace(note) ? null : note.Trim());
            return connection.ExecuteAsync(new CommandDefinition(Rule, parameters, cancellationToken: cancellation));
        }, cancellation);
    }

    public Task<EditAnswer> SaveRowAsync(CaseId id, RowEdit edit, string key, CurrentUser user, CancellationToken cancellation)
    {
        var problems = Problems(edit, user).ToImmutableArray();
        if (!problems.IsEmpty)
        {
            return Task.FromResult<EditAnswer>(new EditAnswer.Refused(problems));
        }

        return EditAsync(id, key, user, (connection, parameters) =>
        {
            parameters.Add("no", edit.No);
            parameters.Add("version", VersionOf(edit.Version));
            parameters.Add("title", edit.Title);
            parameters.Add("leaders", edit.Leaders.ToArray());
            parameters.Add("departments", edit.Departments.ToArray());
            parameters.Add("lead", edit.Lead);
            parameters.Add("due", edit.DueOn);
            parameters.Add("lasting", edit.Lasting);
            parameters.Add("standard", edit.Standard);
            parameters.Add("confirm", edit.Confirm);
            return connection.ExecuteAsync(new CommandDefinition(SaveRow, parameters, cancellationToken: cancellation));
        }, cancellation);
    }

    private static IEnumerable<FieldProblem> Problems(RowEdit edit, CurrentUser user)
    {
        if (edit.Title.Length == 0)
        {
            yield return new FieldProblem("title", Texts.Edits.TitleMissing);
        }

        if (edit.Leaders.Any(p => !user.Directory.Directory.People.ContainsKey(new PersonId(p)))
            || edit.Departments.Any(b => !user.Directory.Directory.Bodies.ContainsKey(new BodyId(b))))
        {
            yield return new FieldProblem("", Texts.Edits.UnknownName);
        }

        if (edit.Lead is { } lead && !edit.Departments.Contains(lead))
        {
            yield return new FieldProblem("lead", Texts.Edits.LeadNotAmong);
        }

        if (!edit.Confirm)
        {
            yield break;
        }

        foreach (var missing in Texts.Edits.Missing(
            edit.Leaders.IsEmpty, edit.Departments.IsEmpty, edit.DueOn is null && !edit.Lasting, edit.Standard.Length == 0))
        {
            yield return missing;
        }
    }

    private async Task<EditAnswer> EditAsync(
        CaseId id, string key, CurrentUser user, Func<NpgsqlConnection, DynamicParameters, Task<int>> edit,
        CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var parameters = new DynamicParameters(new
        {
            unit = user.Unit.Id.Value,
            month = id.Month,
            @case = id.Value,
            person = user.Person.Id.Value,
            drafter = Party.Drafter.ToString(),
            key,
        });
        await connection.ExecuteAsync(new CommandDefinition(Database.SetUnit, parameters, cancellationToken: cancellation));
        if (await HinderedAsync(connection, parameters, user, cancellation) is { } hindered)
        {
            return hindered;
        }

        if (await connection.ExecuteAsync(new CommandDefinition(UseKey, parameters, cancellationToken: cancellation)) == 0)
        {
            // The same form sent twice: it was saved the first time.
            return new EditAnswer.Saved();
        }

        if (await edit(connection, parameters) == 0)
        {
            return new EditAnswer.Refused([new FieldProblem("", Texts.Edits.ChangedMeanwhile)]);
        }

        await connection.ExecuteAsync(new CommandDefinition(RaiseVersion, parameters, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
        return new EditAnswer.Saved();
    }

    /// <summary>Locks the case; null when it is there and this person may edit it now.</summary>
    private async Task<EditAnswer?> HinderedAsync(
        NpgsqlConnection connection, DynamicParameters parameters, CurrentUser user, CancellationToken cancellation)
    {
        var locked = await connection.QuerySingleOrDefaultAsync<(bool Ended, string[] Facts, bool Split, bool Drafted)?>(
            new CommandDefinition(LockCase, parameters, cancellationToken: cancellation));
        return locked is not var (ended, facts, split, drafted) ? new EditAnswer.NotFound()
            : MayEdit(user, ended, split || facts.Contains(Facts.Frozen), drafted) ? null
            : new EditAnswer.Refused([new FieldProblem("", Texts.Edits.NotNow)]);
    }

    private bool MayEdit(CurrentUser user, bool ended, bool frozen, bool drafted) =>
        !ended && !frozen && (drafted || Gate.Has(user, editions.Current, Power.KeepChecklist));

    private static int VersionOf(string version) => int.TryParse(version, out var number) ? number : -1;
}
