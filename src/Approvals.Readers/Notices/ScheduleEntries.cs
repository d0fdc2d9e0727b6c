using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>A schedule (日程): lines that begin with a day, or a stretch of days, and go on with who does what.</summary>
internal static partial class ScheduleEntries
{
    /// <summary>Fewer may be anything.</summary>
    private const int FewestLines = 3;

    private const int LongestLine = 160;

    public static ImmutableArray<Entry> Read(OutlineNode root, Lexicon lexicon)
    {
        var lines = root.Below.Prepend(root).SelectMany(n => n.Paragraphs.Select(p => (Node: n, Text: p)))
            .Where(l => l.Text.Length <= LongestLine && IsOneSentence(l.Text) && DateOf(l.Text) > 0).ToList();
        var clauses = new OwnerClauses(lexicon);
        return lines.Count < FewestLines ? [] : [.. lines.Select(l => Build(l.Node, l.Text, clauses)).OfType<Entry>()];
    }

    /// <summary>A paragraph of several sentences may begin with a day, too.</summary>
    private static bool IsOneSentence(Passage line) => !line.Text.AsSpan().TrimEnd('。').Contains('。');

    /// <summary>How far the line begins with days that are said with their month; a blank or a mark follows, or a body.</summary>
    private static int DateOf(Passage line)
    {
        var length = DeadlineRules.Find(line.Text) is [{ Start: 0 } phrase, ..] ? phrase.Length : Day().Match(line.Text).Length;
        return length > 0 && length < line.Length - 3 && char.IsAsciiDigit(line.Text[0]) && Items.IsDated(line.Text[..length])
            && (line.FollowsBlank(length) || line.Text[length] is '：' or ':' or '，' or ',') ? length : 0;
    }

    private static Entry? Build(OutlineNode node, Passage line, OwnerClauses clauses)
    {
        var length = DateOf(line);
        var text = line.Slice(length).Trim('：', ':', '，', ',', '。', '；');
        var clause = clauses.Find(text).FirstOrDefault(c => c.HasOwners);
        var (owners, work) = clause is null ? ProseActors.Of(text)
            : (clause.Owners, text.Without(clause.Start, Math.Min(clause.Length, text.Length - clause.Start)));
        return owners.IsEmpty || work.Length < 2 ? null : new(
            0, null, Clauses.First(work), work, Passage.Empty, line.Slice(0, length), owners, line.Span(0, line.Length))
        {
            Rule = EntryRule.Sentence,
            Group = node.Level == 0 ? null : node.Name,
        };
    }

    /// <summary>A bare day, which in a sentence would be no deadline.</summary>
    [GeneratedRegex("^(?:20[0-9]{2}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|[上中下]旬)")]
    private static partial Regex Day();
}
