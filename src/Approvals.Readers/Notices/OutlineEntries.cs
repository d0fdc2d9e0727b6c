using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// Work in paragraphs: each stretch of text that a clause of owners closes is one task; a clause of a heading holds for what
/// stands under it.
/// </summary>
internal sealed partial class OutlineEntries(Lexicon lexicon)
{
    private static readonly Regex _closing = new(
        string.Join('|', Lexicon.Office.Words("closing")), RegexOptions.CultureInvariant);

    private static readonly Regex _phase = new($"(?:{Lexicon.Office.Any("phases")})(?:[（(]|$)", RegexOptions.CultureInvariant);

    private readonly OwnerClauses _clauses = new(lexicon);

    /// <summary>Who was there, how many copies were printed, since when it is in force: no part of what is to be done.</summary>
    public static bool IsAside(Passage paragraph) => Present().IsMatch(paragraph.Text) || _closing.IsMatch(paragraph.Text);

    public ImmutableArray<Entry> Read(OutlineNode root)
    {
        var found = ClosedTogether(root, Walk(root, null, Place.None)).ToImmutableArray();
        // Beside a list with owners days alone make no task, but among its own; what bodies by name do in such a phase is one.
        var owned = found.Where(e => !e.Owners.IsEmpty).Select(e => e.Group).ToHashSet();
        return
        [
            .. found.SelectMany(e => owned.Count == 0 || !e.Owners.IsEmpty || e.Rule != EntryRule.Phase || owned.Contains(e.Group)
                ? [e] : PhaseTasks.Part([e], []).Select(Entry.WithActor)
                    .Where(p => BesideEntries.IsNamed(p) && !(p.Rule == EntryRule.Phase && Entry.HasDay(p.Plan.Text)))),
        ];
    }

    private List<Entry> Walk(OutlineNode node, OwnerClause? over, Place group)
    {
        var chunks = ChunksOf(node);
        if (node.Children.Count == 0)
        {
            return Leaf(node, chunks, over, group);
        }

        var own = chunks.Find(c => c.Clause is not null)?.Clause;
        var closing = ClosingOf(node.Children[^1]);
        var (inner, path) = (Under(Over(node, own, over), closing), Within(group, node));
        var parts = node.Children.ConvertAll(c => (Node: c, Entries: Walk(c, inner, path)));
        var below = parts.SelectMany(p => p.Entries).ToList();
        if (below.Count > 0 && node.Children.SkipLast(1).All(c => !ChunksOf(c).Exists(k => k.Clause is not null))
            && Trailing(node, below) is { } trailing)
        {
            return [Whole(node, trailing, over, group)];
        }

        var tasks = below.Exists(e => !e.InheritsOwners && !e.Owners.IsEmpty);
        below = WithPlain(parts, closing is not null || (tasks && inner is not null), point => Plain(point, inner, path));
        if (tasks || closing is not null || own is null || node.Level == 0)
        {
            // The clause of a heading is its children's; other texts of the part with a clause of their own are tasks too.
            var beside = chunks.Skip(1).Where(c => c.Clause is { HasOwners: true }).Select(c => Build(node, c, over, group, 2));
            return [.. node.Level == 0 ? chunks.Where(c => c.Clause is not null).Select(c => Build(node, c, over, group, 2)) : beside,
                .. below];
        }

        // Steps without days are the part's; where each has its own day, the owners over them are each one's.
        return !own.HasOwners && below.Count > 0 ? below
            : node.Children.Count > 1 && node.Children.TrueForAll(c => c.Children.Count == 0 && IsDated(c))
                ? node.Children.ConvertAll(c => Plain(c, inner, path))
            : [Whole(node, own, over, group)];
    }

    /// <summary>
    /// What stands over tasks, or says something of all of them, is for those too that say nothing themselves; else among tasks a point
    /// with a day is one, too.
    /// </summary>
    private static List<Entry> WithPlain(List<(OutlineNode Node, List<Entry> Entries)> parts, bool all, Func<OutlineNode, Entry> plain)
    {
        var closed = !all && ListedPoints.AreClosed(parts);
        return [.. parts.SelectMany(p => p is { Entries.Count: 0, Node.Children.Count: 0 } && (all || (closed && ListedPoints.SaysWhen(p.Node)))
            ? [plain(p.Node)] : p.Entries)];
    }

    /// <summary>A part with nothing below it: a task for each clause; days in its heading are those of the tasks in its text.</summary>
    private List<Entry> Leaf(OutlineNode node, List<Chunk> chunks, OwnerClause? over, Place group)
    {
        var closed = chunks.FindAll(c => c.Clause is not null);
        if (closed is not [{ Clause: { HasOwners: false, Deadline.Length: > 0 } span } phase, .. { Count: > 0 } tasks])
        {
            return closed.ConvertAll(c => Build(node, c, over, group, chunks.Count));
        }

        return tasks is [{ Clause: { } only } task]
            ? [Build(node, new([.. phase.Texts, .. task.Texts], only.With(span)), over, group, 1)]
            : tasks.ConvertAll(t => Build(node, t, Under(span, over), Within(group, node), 2));
    }

    /// <summary>A part that says neither who nor until when.</summary>
    private Entry Plain(OutlineNode node, OwnerClause? over, Place group) =>
        Build(node, new(ChunksOf(node).SelectMany(k => k.Texts).ToList(), None), over, group, 1);

    /// <summary>The sentence for all, at the end of a list's last part.</summary>
    private OwnerClause? ClosingOf(OutlineNode last) => last.Children.Count > 0 ? null : Closing.Of(Closes(last), _clauses);

    private static Passage Closes(OutlineNode last) => last.Paragraphs.Prepend(last.Full).FirstOrDefault(p => Closing.At(p) is not null)
        ?? Passage.Empty;

    /// <summary>The only such sentence, with nothing after it, is for the lists before its own as well.</summary>
    private IEnumerable<Entry> ClosedTogether(OutlineNode root, List<Entry> found)
    {
        var lasts = root.Below.Prepend(root).Where(n => n.Children.Count > 0).Select(n => n.Children[^1])
            .Select(n => (Node: n, Clause: ClosingOf(n))).Where(n => n.Clause is not null).ToList();
        if (lasts is not [{ Clause: { } closing } last] || last.Node.Whole is not { } place || found.Exists(e => e.Source.Line > place.Line)
            || (Closing.CountOf(Closes(last.Node)) is { } count && count != found.Count))
        {
            return found;
        }

        return found.Select(e => e.Rule == EntryRule.Phase ? e : e.Under(closing));
    }

    /// <summary>What one says of owners and days, and in their absence the other.</summary>
    private static OwnerClause? Under(OwnerClause? own, OwnerClause? over) => own is null ? over : over is null ? own : own with
    {
        Owners = own.Owners.Under(over.Owners),
        Deadline = own.Deadline.Length > 0 ? own.Deadline : over.Deadline,
    };

    private static OwnerClause None { get; } = new(0, 0, Owners.None, Passage.Empty, "owner-label", []);

    private static bool IsDated(OutlineNode node) => node.Paragraphs.Prepend(node.Full)
        .Any(p => DeadlineRules.Find(p.Text).Any(phrase => Items.IsDated(phrase.Text) && phrase.Text.EndsWith('前')));

    /// <summary>Labels after the last child that no child before it has are the whole part's.</summary>
    private OwnerClause? Trailing(OutlineNode node, List<Entry> below)
    {
        var last = node.Children[^1];
        if (below is not [var only] || node.Children.Count < 2 || last.Children.Count > 0 || last.Paragraphs.Count == 0
            || only.Owners.IsEmpty || only.InheritsOwners)
        {
            return null;
        }

        var clauses = _clauses.Find(last.Paragraphs[^1]);
        return clauses is [{ Start: 0, HasOwners: true } clause] ? clause : null;
    }

    private static OwnerClause? Over(OutlineNode node, OwnerClause? own, OwnerClause? over)
    {
        var heading = node.Heading.Text;
        if (own is null && node.Level > 0 && heading.Length is > 1 and <= 30)
        {
            var length = DeadlineRules.Find(heading) is [{ Start: 0 } phrase] ? phrase.Length
                : TasksOf().Match(heading) is { Success: true } tasks && OwnerText.IsDeadline(heading[..tasks.Index]) ? tasks.Index : 0;
            own = length > 0 ? new(0, length, Owners.None, node.Heading.Slice(0, length), "heading", [])
                : Names.AreBodies(heading) ? new(0, heading.Length,
                    OwnerText.Read(heading, Column.Departments).At(node.Heading), Passage.Empty, "heading", [])
                : null;
        }

        return Under(own, over);
    }

    /// <summary>Who answers for a part (二、条件保障（分管领导：苏敏）) is no part of its name.</summary>
    private Place Within(Place group, OutlineNode node)
    {
        if (node.Level == 0)
        {
            return group;
        }

        var named = _clauses.Find(node.Heading).Reverse().Aggregate(node.Heading, (rest, c) => rest.Without(c.Start, c.Length));
        var name = node.Marker + (named.Length > 0 ? named : node.Heading).Text;
        return new(group.Path is null ? name : $"{group.Path}/{name}", node.Heading.Whole);
    }

    /// <summary>One task of the whole part: its children are its steps.</summary>
    private Entry Whole(OutlineNode node, OwnerClause clause, OwnerClause? over, Place group)
    {
        var texts = ChunksOf(node).SelectMany(c => c.Texts)
            .Concat(node.Below.SelectMany(n => ChunksOf(n).SelectMany(c => c.Texts))).ToList();
        return Build(node, new(texts, clause), over, group, 1);
    }

    private static Entry Build(OutlineNode node, Chunk chunk, OwnerClause? over, Place group, int chunks)
    {
        var clause = chunk.Clause ?? throw new System.Diagnostics.UnreachableException();
        var text = Passage.Join(chunk.Texts);
        text = text.Slice(Joins().Match(text.Text).Length);
        var (title, plan) = Worded(text, clause);
        var standard = clause.Text(Column.Measure) is { Length: > 0 } own ? own
            : clause.Text(Column.Plan).Length > 0 ? clause.Text(Column.Goal) : Passage.Empty;
        var owners = over is null ? clause.Owners : clause.Owners.Under(over.Owners);
        var deadline = clause.Deadline.Length > 0 || over is null || Entry.HasDay(text.Text) ? clause.Deadline : over.Deadline;
        deadline = deadline.Length == 0 ? LastClause(plan.Length > 0 ? plan : text) : deadline;
        var rule = owners.IsEmpty ? EntryRule.Phase : clause.Rule == "owner-label" ? EntryRule.Label : EntryRule.Bracket;
        return new(
            0, chunks == 1 && node.Level > 0 ? node.No : null, title.Length > 0 ? title : Clauses.First(plan),
            plan.Length > 0 ? plan : text, Passage.Empty, deadline, owners, PlaceOf(text, clause))
        {
            Measure = standard,
            Goal = clause.Text(Column.Measure).Length == 0 ? standard : Passage.Empty,
            Group = group.Path,
            GroupSource = group.Source,
            Rule = rule,
            InheritsOwners = !clause.HasOwners && !owners.IsEmpty,
            InheritsDeadline = clause.Deadline.Length == 0 && deadline.Length > 0,
        };
    }

    /// <summary>From its text on to the end of the text or of the clause, whichever comes last.</summary>
    private static SourceSpan PlaceOf(Passage text, OwnerClause clause) => (text.Whole, clause.Owners.Source ?? clause.Deadline.Whole) switch
    {
        ({ } words, { } said) => (said.EndLine, said.End).CompareTo((words.EndLine, words.End)) > 0 && words.Line <= said.Line
            ? words.To(said) : words,
        var (words, said) => words ?? said ?? new(0, 0, 0, 0),
    };

    /// <summary>
    /// What it is called and what is to be done. A problem is the title where the text has no other; a goal is a part of the plan
    /// beside a standard, and all of it without measures.
    /// </summary>
    private static (Passage Title, Passage Plan) Worded(Passage text, OwnerClause clause)
    {
        var (problem, measures) = (clause.Text(Column.Problem), clause.Text(Column.Plan));
        var goal = measures.Length == 0 ? clause.Text(Column.Goal)
            : clause.Text(Column.Measure).Length > 0 ? clause.Headed(Column.Goal) : Passage.Empty;
        var plan = Passage.Join(measures, goal);
        if ((clause.Text(Column.Title) is { Length: > 0 } title ? title : text.Length == 0 ? problem : Passage.Empty) is { Length: > 0 } named)
        {
            return (named, Passage.Join(named == problem ? text : Passage.Join(text, clause.Headed(Column.Problem)), plan));
        }

        var (first, rest) = Clauses.Title(text);
        return (first, Passage.Join(rest, clause.Headed(Column.Problem), plan));
    }

    /// <summary>…，长期坚持。 says until when, where no label or bracket does; a date in it is found with its point.</summary>
    private static Passage LastClause(Passage text)
    {
        var end = text.TrimEnd('。', '；', ';', '\n');
        var comma = end.Text.LastIndexOfAny(['，', ',']);
        return comma > 0 && DeadlineRules.Find(end.Text).IsEmpty && OwnerText.IsDeadline(end.Text[(comma + 1)..])
            ? end.Slice(comma + 1) : Passage.Empty;
    }

    /// <summary>The paragraphs of a part, without those at the end of a list that speak to everybody.</summary>
    private IEnumerable<Passage> PartsOf(OutlineNode node)
    {
        foreach (var paragraph in node.Level == 0 ? node.Paragraphs.Where(p => !Present().IsMatch(p.Text)) : node.Paragraphs.Prepend(node.Full))
        {
            if (Closing.At(paragraph) is { } all)
            {
                yield return paragraph.Slice(0, all);
                break;
            }

            if (paragraph != node.Full && IsForAll(node, paragraph))
            {
                break;
            }

            yield return paragraph;
        }
    }

    /// <summary>
    /// 各科室要高度重视, in a paragraph of its own below a list each of whose points is one paragraph, or below a point that its clause
    /// has closed.
    /// </summary>
    private bool IsForAll(OutlineNode node, Passage paragraph) => node.Parent is { } list && list.Children[^1] == node
        && Lexicon.Office.Begins("closings.to-all", paragraph.Text)
        && ((list.Children.Count > 1 && list.Children.TrueForAll(c => c == node || (c.Paragraphs.Count == 0 && c.Children.Count == 0)))
            || IsClosed(node, paragraph))
        && _clauses.Find(paragraph).IsEmpty;

    /// <summary>The paragraph before ends with a clause that says who.</summary>
    private bool IsClosed(OutlineNode node, Passage paragraph) => node.Paragraphs.IndexOf(paragraph) is >= 0 and var at
        && (at == 0 ? node.Full : node.Paragraphs[at - 1]) is var before
        && _clauses.Find(before) is [.., var last]
        && (last.HasOwners || (at > 0 && last.Deadline.Length > 0)) && last.End >= before.Length - 1;

    /// <summary>The texts of a part up to each clause; what follows the last clause is its text too.</summary>
    private List<Chunk> ChunksOf(OutlineNode node)
    {
        var chunks = new Chunks(node);
        var parts = PartsOf(node).Where(p => !_closing.IsMatch(p.Text)).Select(p => (Text: p, Clauses: _clauses.Find(p))).ToList();
        var listed = node.Level > 0 && parts.Exists(p => p.Clauses is [{ Start: 0, Rule: "owner-label", HasOwners: true }, ..]);
        foreach (var (part, found) in parts)
        {
            chunks.Add(part, TimeOf(node, part) is { } time ? [time] : listed && found.IsEmpty ? _clauses.Find(part, beside: true) : found);
        }

        return chunks.Closed();
    }

    /// <summary>（三）整治阶段 / 时间：7月1日至10月31日。</summary>
    private static OwnerClause? TimeOf(OutlineNode node, Passage part) =>
        node.Level > 0 && part != node.Full && _phase.IsMatch(node.Heading.Text) && TimeLine().Match(part.Text) is { Success: true } time
        && part.Slice(time.Groups["days"].Index, time.Groups["days"].Length) is var days && OwnerText.IsDeadline(days.Text)
            ? new(0, part.Length, Owners.None, days, "deadline-bracket", []) : null;

    /// <summary>新增第9项：… of a supplement.</summary>
    [GeneratedRegex("^(?:新增|增加|增列)(?:第[0-9一二三四五六七八九十]{1,3}[项条]|[0-9一二三四五六七八九十]{1,3}项(?:任务|工作|事项)?)[：:]")]
    private static partial Regex Joins();

    /// <summary>出席：李明、张庭（医务科）.</summary>
    [GeneratedRegex("^(?:主持|出席|列席|参会|参加|与会|缺席|请假|记录|汇报)(?:会议)?(?:人员?|者|领导)?[：:]")]
    private static partial Regex Present();

    [GeneratedRegex("^[（(]?(?:工作|活动|实施|起止)?(?:时间|日期|时段)(?:安排)?[：:](?<days>[^。；：]{2,40}?)[）)]?[。；]?$")]
    private static partial Regex TimeLine();

    [GeneratedRegex("(?:前)?(?:完成|解决|办结|整改|落实|推进)?的?(?:任务|工作|事项|问题|项目)$")]
    private static partial Regex TasksOf();

    /// <param name="Path">The headings over it, parted by /; null where there is none.</param>
    private sealed record Place(string? Path, SourceSpan? Source)
    {
        public static Place None { get; } = new(null, null);
    }
}
