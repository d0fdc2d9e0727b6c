using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <content>Minutes (纪要): one task for each matter that was decided.</content>
internal sealed partial class ProseEntries
{
    /// <summary>The name of a matter with what is said of it; null where a part of the text is none.</summary>
    private (Passage Name, Passage Said)? MatterOf(OutlineNode node)
    {
        if (!_minutes || node is not { Level: > 0, Children.Count: 0 })
        {
            return null;
        }

        var (name, said) = NameOf(node);
        return name.Length > 1 && !_words.Words("unnamed-matters").Contains(name.Text)
            && (said.Length > 0 || (!node.Paragraphs.TrueForAll(OutlineEntries.IsAside)
                && Build(node.Full, new("")) is not { Owners.IsEmpty: false, Deadline.Length: > 0 })) ? (name, said) : null;
    }

    /// <summary>What a meeting decided on one matter: a task where somebody is to act or a day is named.</summary>
    private Entry? Matter(OutlineNode node, Passage name, Passage said, string group)
    {
        var sentences = node.Paragraphs.Prepend(said).Where(p => p.Length > 0 && !OutlineEntries.IsAside(p))
            .SelectMany(p => ProseSentences.Of(p)).ToList();
        var decided = sentences.FindIndex(s => _decision.IsMatch(s.Text));
        var acts = sentences.Skip(Math.Max(decided, 0)).Select(s => (Sentence: s, Entry: Build(s, new(group)))).ToList();
        var owners = acts
            .Where(a => decided >= 0 || Gives().IsMatch(a.Sentence.Text) || IsDated(a.Entry)
                || (a.Entry is { } must && Obliges(a.Sentence.Text, must.Owners))
                || (a.Entry is { } asked && EndsBefore().IsMatch(asked.Deadline.Text))).Select(a => a.Entry?.Owners)
            .OfType<Owners>().Aggregate(Owners.None, (sum, o) => sum.With(o));
        var dates = acts.SelectMany(a => DeadlineRules.Find(a.Sentence.Text)
            .Select(p => a.Sentence.Slice(p.Start, p.Length))).ToList();
        if (owners.IsEmpty && (decided < 0 || dates.Count == 0))
        {
            return null;
        }

        // 经讨论，会议决定： leads to what was decided.
        var plan = Passage.Join(acts.Select(a => a.Sentence).Where(s => Plain(s).Length > 1));
        return new(
            0, node.No, WithoutAbout(name).TrimEnd('。'), plan, Passage.Empty, dates.FirstOrDefault() ?? Passage.Empty,
            owners, name.Span(0, name.Length).To(plan.Span(0, plan.Length)))
        { Rule = EntryRule.Sentence, Group = group.Length == 0 ? null : group };
    }

    /// <summary>关于食堂承包, 研究食堂承包: the matter.</summary>
    public static Passage WithoutAbout(Passage name) => name.Slice(_about.Match(name.Text).Length);

    /// <summary>研究生, 通报批评: the name itself begins so.</summary>
    private static readonly Regex _about = new(
        $"^(?!{_words.Any("not-about")})(?:关于|研究|审议|讨论|听取|传达|通报)了?(?:关于)?", RegexOptions.CultureInvariant);

    /// <summary>中心小学：…: a short name before a colon, else the heading.</summary>
    private static (Passage Name, Passage Said) NameOf(OutlineNode node) =>
        node.Full.Text.IndexOf('：', StringComparison.Ordinal) is > 1 and <= LongestName and var colon && colon + 1 < node.Full.Length
        && !node.Full.Text.AsSpan(0, colon).ContainsAny('，', '。', '；')
            ? (node.Full.Slice(0, colon), node.Full.Slice(colon + 1)) : (node.Heading, node.Rest);

    private static readonly Regex _decision = new(
        "会议[^，。；]{0,10}?(?:决定|议定|商定|同意|明确|要求|责成|指定|确定|通过)|同意|议定|责成", RegexOptions.CultureInvariant);

    [GeneratedRegex("由[^，。；]{2,40}(?:负责|牵头|承办|组织|落实|办理)|牵头")]
    private static partial Regex Gives();
}
