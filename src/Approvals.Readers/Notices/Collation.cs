using System.Collections.Immutable;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>正文附件比对: which passage of the body each row repeats, and where the two differ.</summary>
internal static class Collation
{
    private const double Alike = .4;
    private const int Around = 10;

    /// <summary>Above this many rows only passages near the same place are compared.</summary>
    private const int ManyPairs = 250_000;
    private const int Near = 20;

    /// <summary>So much of a passage is enough to know it again.</summary>
    private const int Known = 400;

    /// <summary>For each row its passage, or null. A passage answers for one row.</summary>
    public static ImmutableArray<OutlineNode?> Match(ImmutableArray<Entry> rows, IReadOnlyList<OutlineNode> outline)
    {
        // A passage that is itself the entry is not compared with itself.
        var own = rows.Where(r => r.Rule != EntryRule.Row && r.Rule != EntryRule.LaidRow).Select(r => r.Source.Line).ToHashSet();
        var nodes = outline.SelectMany(n => n.Below.Prepend(n)).Where(n => n.Rest.Length > 0 || n.Parent is { Level: > 0 })
            .Where(n => n.Whole is not { } whole || !own.Contains(whole.Line)).ToList();
        var pairs = nodes.ConvertAll(n => Beginning(n.Heading.Text + n.Rest.Text));
        var few = (long)rows.Length * nodes.Count <= ManyPairs;
        var candidates =
            from row in Enumerable.Range(0, rows.Length)
            where rows[row].Rule == EntryRule.Row || rows[row].Rule == EntryRule.LaidRow
            let words = Beginning(rows[row].Whole)
            from node in Enumerable.Range(0, nodes.Count)
            where few || Math.Abs((row * (long)nodes.Count / rows.Length) - node) <= Near
            let likeness = Likeness.OfPairs(words, pairs[node])
            where likeness >= Alike
            orderby likeness descending, row, node
            select (row, node);
        var found = new OutlineNode?[rows.Length];
        var taken = new HashSet<int>();
        foreach (var (row, node) in candidates)
        {
            if (found[row] is null && taken.Add(node))
            {
                found[row] = nodes[node];
            }
        }

        return [.. found];
    }

    public static void Compare(ImmutableArray<Entry> rows, ImmutableArray<OutlineNode?> bodies, FindingList findings)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (bodies[i] is { } body)
            {
                CompareTitle(rows[i], body, findings);
                ComparePlan(rows[i], body, findings);
            }
        }

        var matched = bodies.OfType<OutlineNode>().ToHashSet();
        if (2 * matched.Count < rows.Length || matched.Count == 0)
        {
            return; // the body does not repeat the checklist
        }

        foreach (var row in rows.Where((_, i) => bodies[i] is null))
        {
            findings.Add(FindingKind.ItemNotInBody, row.No, $"附件第{row.No}项{Quote.Of(row.Title)}在正文里没有对应的段落。",
                row.Title.Whole ?? row.Source, annex: row.Title.Text);
        }

        var home = matched.GroupBy(n => n.Parent).OrderByDescending(g => g.Count()).First();
        foreach (var node in home.Key?.Children.Where(c => !matched.Contains(c)) ?? [])
        {
            findings.Add(FindingKind.BodyNotInAnnex, null, $"正文{Quote.Of(node.Name)}在附件清单里没有对应的事项。", node.Whole, body: node.Name);
        }
    }

    private static void CompareTitle(Entry row, OutlineNode body, FindingList findings)
    {
        var (own, other) = (row.Title.TrimEnd('。', '；'), body.Heading);
        if (own.Text == other.Text || own.Length == 0 || other.Length == 0)
        {
            return;
        }

        findings.Add(
            FindingKind.ItemTitleDiffers, row.No,
            $"第{row.No}项标题不一致：正文{Quote.Of(other)}，附件{Quote.Of(own)}（{TextDiff.Told(other.Text, own.Text, "附件")}）。",
            own.Whole, other.Text, own.Text, other.Whole);
    }

    private static void ComparePlan(Entry row, OutlineNode node, FindingList findings)
    {
        var annex = row.Plan.WithoutBreaks();
        var body = node.Rest;
        if (body.Length == 0 || annex.Text == body.Text)
        {
            return;
        }

        var (bodyDates, annexDates) = (DeadlineRules.Find(body.Text), DeadlineRules.Find(annex.Text));
        foreach (var hunk in TextDiff.Compare(body.Text, annex.Text))
        {
            var dropped = DateWithin(bodyDates, hunk.BodyStart, hunk.BodyLength);
            var added = DateWithin(annexDates, hunk.AnnexStart, hunk.AnnexLength);
            var (left, right) = (
                Wording(body, hunk.BodyStart, hunk.BodyLength), Wording(annex, hunk.AnnexStart, hunk.AnnexLength));
            var (kind, what) = (dropped, added, hunk.BodyLength, hunk.AnnexLength) switch
            {
                (null, { } date, _, _) => (FindingKind.DateAdded, $"附件增加了时限{Quote.Of(date)}"),
                ({ } date, null, _, _) => (FindingKind.DateDropped, $"附件少了时限{Quote.Of(date)}"),
                ({ } from, { } to, _, _) => (FindingKind.DateChanged, $"时限由{Quote.Of(from)}变成{Quote.Of(to)}"),
                (_, _, > 0, 0) => (FindingKind.WordsDropped, $"附件少了{Quote.Of(Words(body, hunk.BodyStart, hunk.BodyLength))}"),
                (_, _, 0, > 0) => (FindingKind.WordsAdded, $"附件多了{Quote.Of(Words(annex, hunk.AnnexStart, hunk.AnnexLength))}"),
                _ => (
                FindingKind.WordsChanged,
                $"{Quote.Of(Words(body, hunk.BodyStart, hunk.BodyLength))}改成了"
                + $"{Quote.Of(Words(annex, hunk.AnnexStart, hunk.AnnexLength))}"),
            };
            findings.Add(
                kind, row.No, $"第{row.No}项内容不一致，{what}：正文{Quote.Of(left)}，附件{Quote.Of(right)}。",
                annex.Span(hunk.AnnexStart, hunk.AnnexLength), left, right, body.Span(hunk.BodyStart, hunk.BodyLength));
        }
    }

    private static HashSet<int> Beginning(string text) => Likeness.Pairs(text.Length > Known ? text[..Known] : text);

    private static string Words(Passage text, int start, int length) => text.Text.Substring(start, length).Trim('，', '。', '；');

    private static string? DateWithin(ImmutableArray<DeadlinePhrase> dates, int start, int length) =>
        dates.FirstOrDefault(d => length > 0 && d.Start < start + length && start < d.Start + d.Length)?.Text;

    /// <summary>The words with a few around them, not beyond the sentence.</summary>
    private static string Wording(Passage text, int start, int length)
    {
        var (from, to) = (start, start + length);
        while (from > 0 && start - from < Around && !IsStop(text.Text[from - 1]))
        {
            from--;
        }

        while (to < text.Length && to - start - length < Around && !IsStop(text.Text[to]))
        {
            to++;
        }

        return text.Text[from..to];
    }

    private static bool IsStop(char c) => c is '。' or '；' or '，' or '、';
}
