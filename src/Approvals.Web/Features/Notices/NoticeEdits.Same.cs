using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Comparing;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Comparing;
using Approvals.Web.Features.Identity;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>What the clerk makes of a proposal: a row that is a live item opens no second one.</summary>
/// <param name="Row">Empty: the whole list was given anew without the item.</param>
/// <param name="Taken">The changes that he accepts.</param>
internal sealed record SameEdit(string Row, CaseId Item, ListRuling Ruling, ImmutableArray<PromiseField> Taken)
{
    /// <summary>A sentence that names the item by its number; null: a row, or the whole list.</summary>
    public SpokenChange? Spoken { get; init; }

    /// <summary>Whether a row of the notice is meant, which then opens no item of its own.</summary>
    public bool HasRow => Row.Length > 0 && Spoken is null;
}

/// <summary>Rulings on what a list means for live items, under the lock of the notice.</summary>
internal sealed partial class NoticeEdits
{
    private const string MarkSame = """
        UPDATE notice_row
        SET same_month = CASE WHEN @folds THEN @item_month::date END, same_as = CASE WHEN @folds THEN @live::uuid END,
            version = version + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @row
          AND (same_as IS NULL OR same_as = @live)
        RETURNING version
        """;

    private const string Nothing = "SELECT 1";

    private const string IsCarried = """
        SELECT EXISTS (
          SELECT FROM list_ruling
          WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND item_id = @live AND row_no = @row
            AND carried_at IS NOT NULL)
        """;

    public Task<EditAnswer> RuleSameAsync(CaseId id, SameEdit edit, string key, CurrentUser user, CancellationToken cancellation)
    {
        var values = Values(id, "1", user);
        values.Add("row", edit.Row);
        values.Add("live", edit.Item.Value);
        values.Add("item_month", edit.Item.Month);
        values.Add("folds", edit.Ruling is ListRuling.Same or ListRuling.Revoked);
        var ruled = Ruled.Nothing;
        var elsewhere = false;
        return EditAsync(
            new Edit(
                id, key, $"same\n{edit.Row}\n{edit.Item}\n{edit.Ruling}\n{string.Join(',', edit.Taken)}", values,
                edit.HasRow ? MarkSame : Nothing, Nothing, _ => ruled.Problem is { } problem ? [new FieldProblem("", problem)] : [])
            {
                Prepare = async (connection, notice) =>
                {
                    elsewhere = notice.Elsewhere;
                    ruled = await LookAsync(connection, id, edit, values, user, cancellation);
                },
                Keep = async connection =>
                {
                    await ListRulings.KeepAsync(connection, id, edit.Item, edit.Row, edit.Ruling, ruled.Changes, user, cancellation);
                    if (elsewhere)
                    {
                        await ListRulings.CarryOutAsync(connection, user.Unit.Id, id, edit.Item, cancellation);
                    }
                },
            },
            user, cancellation);
    }

    /// <summary>What the ruling changes as both stand under the lock, or why it cannot be taken.</summary>
    private async Task<Ruled> LookAsync(
        NpgsqlConnection connection, CaseId id, SameEdit edit, DynamicParameters values, CurrentUser user, CancellationToken cancellation)
    {
        var row = (await ReadableNotice.FindAsync(connection, user, editions, id, cancellation))?.Rows
            .FirstOrDefault(r => r.RowNo == edit.Row);
        var live = await LiveItems.OneAsync(connection, user, editions, id, edit.Item, cancellation);
        var carried = await connection.QuerySingleAsync<bool>(new CommandDefinition(IsCarried, values, cancellationToken: cancellation));
        if (live is null || carried || (row is null && edit.HasRow))
        {
            return new Ruled(live is null ? Texts.Compare.Gone : carried ? Texts.Compare.Carried : Texts.Edits.NotNow, []);
        }

        var promised = LiveItems.Promise(live, user);
        return new Ruled(null, edit.Spoken is { } said ? Changes(edit, promised, SpokenChanges.Said(said, promised))
            : row is null ? [] : Changes(edit, promised, LiveItems.Promise(row, user)));
    }

    private static ImmutableArray<RuledChange> Changes(SameEdit edit, Promise live, Promise row) => edit.Ruling != ListRuling.Same ? []
        :
        [
            .. ListComparison.Changes(live, row).Select(c => new RuledChange(
                c.Field, Texts.Compare.Value(c.Field, c.Was), Texts.Compare.Value(c.Field, c.Now), edit.Taken.Contains(c.Field),
                c.Field == PromiseField.DueOn && live.DueOn is { } was && row.DueOn > was,
                c.Field == PromiseField.DueOn ? row.DueOn : null)),
        ];

    /// <param name="Problem">Why it cannot be ruled so; null where it can.</param>
    private sealed record Ruled(string? Problem, ImmutableArray<RuledChange> Changes)
    {
        public static Ruled Nothing { get; } = new(null, []);
    }
}
