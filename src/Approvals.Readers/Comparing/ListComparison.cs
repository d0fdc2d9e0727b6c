using System.Collections.Immutable;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Comparing;

/// <summary>
/// A new list against what is promised already: each row is paired with at most one live promise and the other way round, the most
/// alike first, so that neither the order of the rows nor that of the live ones counts. It only proposes; the clerk decides.
/// </summary>
public static class ListComparison
{
    /// <summary>Less alike than this, two promises are two.</summary>
    private const double Same = .5;

    /// <param name="whole">The list is given anew as a whole: what it no longer has is withdrawn.</param>
    /// <returns>The rows in their order, then what is withdrawn.</returns>
    public static ImmutableArray<ListProposal> Compare(ImmutableArray<Promise> live, ImmutableArray<Promise> rows, bool whole)
    {
        var pairs = Pair(live, rows);
        var proposals = rows.Select(row => !pairs.TryGetValue(row.Key, out var partner) ? new ListProposal.Added(row)
            : Withdraws(row) ? new ListProposal.Withdrawn(partner.Live, row)
            : (ListProposal)new ListProposal.Same(row, partner.Live, partner.Alike, Changes(partner.Live, row)));
        var kept = pairs.Values.Select(p => p.Live.Key).ToHashSet();
        return
        [
            .. proposals,
            .. whole ? live.Where(l => !kept.Contains(l.Key)).Select(l => new ListProposal.Withdrawn(l, null)) : [],
        ];
    }

    /// <summary>What the row gives otherwise; what it does not say is no change.</summary>
    public static ImmutableArray<FieldChange> Changes(Promise live, Promise row) =>
        [.. Changed(live, row).Select(field => new FieldChange(field, live, row))];

    /// <summary>What of the work is said otherwise, stretch by stretch: the words before, and those now; either may be empty.</summary>
    public static ImmutableArray<(string Was, string Now)> WordsOf(FieldChange change)
    {
        var (was, now) = (PromiseIndex.Text(change.Was), PromiseIndex.Text(change.Now));
        return [.. TextDiff.Compare(was, now).Select(h =>
            (was.Substring(h.BodyStart, h.BodyLength), now.Substring(h.AnnexStart, h.AnnexLength)))];
    }

    private static IEnumerable<PromiseField> Changed(Promise live, Promise row)
    {
        if ((row.DueOn is not null || row.Lasting) && (row.DueOn, row.Lasting) != (live.DueOn, live.Lasting))
        {
            yield return PromiseField.DueOn;
        }

        if (!row.Leaders.IsEmpty && !row.Leaders.ToHashSet().SetEquals(live.Leaders))
        {
            yield return PromiseField.Leaders;
        }

        if (!row.Bodies.IsEmpty
            && (!row.Bodies.ToHashSet().SetEquals(live.Bodies) || row.Bodies[0] != live.Bodies[0]))
        {
            yield return PromiseField.Bodies;
        }

        // A row that gives nothing but the name of the item (a changed one of a supplement) says nothing of the work.
        if (PromiseIndex.Plain(PromiseIndex.Text(row)) != PromiseIndex.Plain(PromiseIndex.Text(live))
            && !(row.Work == row.Title && row.Title == live.Title))
        {
            yield return PromiseField.Work;
        }
    }

    private static Dictionary<string, (Promise Live, Alikeness Alike)> Pair(ImmutableArray<Promise> live, ImmutableArray<Promise> rows)
    {
        var index = new PromiseIndex(live, rows);
        var same = live.ToLookup(l => PromiseIndex.Plain(PromiseIndex.Text(l)));
        // One that says word for word the same goes before one that has only the same name.
        var candidates = rows.SelectMany(row => index.Near(row).Select(n => n with { Likeness = Math.Min(n.Likeness, .99) })
            .Concat(same[PromiseIndex.Plain(PromiseIndex.Text(row))].Select(l => (Live: live.IndexOf(l), Likeness: 1.0)))
            .Where(n => n.Likeness >= Same)
            .Select(n => (Row: row, Live: live[n.Live], n.Likeness)));
        var pairs = new Dictionary<string, (Promise, Alikeness)>();
        var taken = new HashSet<string>();
        foreach (var (row, partner, likeness) in candidates
            .OrderByDescending(c => c.Likeness).ThenByDescending(c => Agreeing(c.Row, c.Live))
            .ThenBy(c => c.Row.Key, StringComparer.Ordinal).ThenBy(c => c.Live.Key, StringComparer.Ordinal))
        {
            if (!pairs.ContainsKey(row.Key) && taken.Add(partner.Key))
            {
                pairs.Add(row.Key, (partner, Alike(row, partner, likeness)));
            }
        }

        return pairs;
    }

    /// <summary>Of two that are equally alike, the one with the same number, owners and day is meant.</summary>
    private static int Agreeing(Promise row, Promise live) =>
        (row.No is not null && row.No == live.No ? 1 : 0) + (row.DueOn == live.DueOn ? 1 : 0) + row.Bodies.Intersect(live.Bodies).Count();

    /// <summary>What is not word for word the same is never wholly alike, whatever its name.</summary>
    private static Alikeness Alike(Promise row, Promise live, double likeness) => new(
        PromiseIndex.Plain(PromiseIndex.Text(row)) == PromiseIndex.Plain(PromiseIndex.Text(live)) ? 100
            : Math.Min(99, (int)Math.Round(100 * likeness, MidpointRounding.AwayFromZero)),
        SharedWords.Of(PromiseIndex.Text(row), PromiseIndex.Text(live)));

    /// <summary>取消, 不再实施: the row says that it is no longer to be done.</summary>
    private static bool Withdraws(Promise row) => Lexicon.Office.Words("withdrawing")
        .Any(w => row.Title.StartsWith(w, StringComparison.Ordinal) || row.Title.EndsWith(w, StringComparison.Ordinal)
            || row.Work.StartsWith(w, StringComparison.Ordinal) || row.Work.TrimEnd('。').EndsWith(w, StringComparison.Ordinal));
}
