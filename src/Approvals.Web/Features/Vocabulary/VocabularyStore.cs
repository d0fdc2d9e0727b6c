using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Vocabulary;

/// <summary>The unit's own vocabulary. A word means one thing of a kind at a time; what no longer holds is kept with who removed it.</summary>
internal sealed class VocabularyStore(Database database, Editions editions)
{
    private const string Standing = """
        SELECT w.word_id, w.word, w.body_id, w.person_id, w.column_name, w.taught_by, w.taught_at, NULL AS notice_title, w.case_id
        FROM own_word w
        WHERE w.unit_id = @unit AND w.removed_at IS NULL
        ORDER BY w.word_id
        """;

    private const string Titles = """
        SELECT c.case_id, c.title
        FROM flow_case c
        WHERE c.unit_id = @unit AND (c.opened_month, c.case_id) IN (
          SELECT w.opened_month, w.case_id FROM own_word w WHERE w.unit_id = @unit AND w.removed_at IS NULL) AND
        """ + " " + Gate.MaySeeCase;

    /// <summary>One teaches at a time: who comes second sees what the first has taught, and what he says counts.</summary>
    private const string TakeTurn = "SELECT pg_advisory_xact_lock(7021789, @unit)";

    private const string Supersede = """
        UPDATE own_word
        SET removed_by = @by, removed_at = office_now()
        WHERE unit_id = @unit AND word = @word AND removed_at IS NULL
          AND (body_id IS NULL) = (@body::int IS NULL) AND (person_id IS NULL) = (@person::int IS NULL)
          AND (body_id, person_id, column_name) IS DISTINCT FROM (@body::int, @person::int, @column::text)
        """;

    /// <summary>Nothing where the word means just that already.</summary>
    private const string Insert = """
        INSERT INTO own_word (unit_id, word, body_id, person_id, column_name, taught_by, opened_month, case_id)
        VALUES (@unit, @word, @body, @person, @column, @by, @month, @case)
        ON CONFLICT DO NOTHING
        """;

    private const string Remove = """
        UPDATE own_word
        SET removed_by = @by, removed_at = office_now()
        WHERE unit_id = @unit AND word_id = @id AND removed_at IS NULL
        """;

    /// <summary>Whoever keeps the checklist keeps the words in which it is read.</summary>
    public bool MayKeep(CurrentUser user) => Gate.Has(user, editions.Current, Power.KeepChecklist);

    /// <summary>With the titles of the notices that taught them, as far as he may see those.</summary>
    public Task<OwnWords> ReadAsync(CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var titles = (await connection.QueryAsync<(Guid Id, string Title)>(new CommandDefinition(
                Titles, Gate.Parameters(user, editions.Current), cancellationToken: cancellation))).ToDictionary(t => t.Id, t => t.Title);
            var words = await ReadAsync(connection, user.Unit.Id, cancellation);
            return new OwnWords([.. words.All.Select(w => w.CaseId is { } id ? w with { NoticeTitle = titles.GetValueOrDefault(id) } : w)]);
        },
        cancellation);

    public static async Task<OwnWords> ReadAsync(NpgsqlConnection connection, UnitId unit, CancellationToken cancellation) =>
        new([
            .. await connection.QueryAsync<OwnWord>(
                new CommandDefinition(Standing, new { unit = unit.Value }, cancellationToken: cancellation)),
        ]);

    /// <summary>From now on the word means this; what it meant before of the same kind is past.</summary>
    /// <param name="notice">Whose correction taught it.</param>
    public static async Task TeachAsync(
        NpgsqlConnection connection, UnitId unit, string word, Meaning meaning, PersonId by, CaseId? notice, CancellationToken cancellation)
    {
        var (body, person, column) = meaning switch
        {
            Meaning.OfBody of => ((int?)of.Body.Value, (int?)null, (string?)null),
            Meaning.OfPerson of => (null, of.Person.Value, null),
            Meaning.OfHead of => (null, null, of.Column),
            _ => throw new UnreachableException(),
        };
        var values = new
        {
            unit = unit.Value,
            word = word.Trim(),
            body,
            person,
            column,
            by = by.Value,
            month = notice?.Month,
            @case = notice?.Value,
        };
        await connection.ExecuteAsync(new CommandDefinition(TakeTurn, values, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(Supersede, values, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(Insert, values, cancellationToken: cancellation));
    }

    /// <summary>False where there is no such word, or he does not keep the vocabulary.</summary>
    public async Task<bool> RemoveAsync(long id, CurrentUser user, CancellationToken cancellation) =>
        MayKeep(user) && await database.InUnitAsync(
            user.Unit.Id,
            async (connection, _) => await connection.ExecuteAsync(new CommandDefinition(
                Remove, new { unit = user.Unit.Id.Value, id, by = user.Person.Id.Value }, cancellationToken: cancellation)) == 1,
            cancellation);
}
