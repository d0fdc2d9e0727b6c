using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// A stretch of text that says who and until when: （责任单位：…；完成时限：…）, （A牵头，B配合）, 责任单位：… in any order.
/// </summary>
/// <param name="Rule">owner-bracket, owner-label or deadline-bracket.</param>
/// <param name="Texts">Labelled words for other columns (工作措施：…).</param>
internal sealed record OwnerClause(
    int Start, int Length, Owners Owners, Passage Deadline, string Rule, ImmutableArray<LabelledText> Texts)
{
    public int End => Start + Length;

    public bool HasOwners => !Owners.IsEmpty;

    /// <summary>All that stands under labels of that sense.</summary>
    public Passage Text(Column column) => Passage.Join(Texts.Where(t => t.Column == column).Select(t => t.Text));

    /// <summary>With the label before each text.</summary>
    public Passage Headed(Column column) =>
        Passage.Join(Texts.Where(t => t.Column == column).Select(t => t.Text.Headed(t.Label + '：')));

    /// <summary>Whether the labels name the task: 事项：…, 存在问题：….</summary>
    public bool Names => Texts.Any(t => t.Column is Column.Title or Column.Problem);

    /// <summary>Both together: the first day counts.</summary>
    public OwnerClause With(OwnerClause other) => this with
    {
        Owners = Owners.With(other.Owners),
        Deadline = Deadline.Length > 0 ? Deadline : other.Deadline,
        Texts = [.. Texts, .. other.Texts],
    };
}

/// <param name="Label">As it stands, without its colon.</param>
internal sealed record LabelledText(Column Column, string Label, Passage Text);

/// <summary>Finds the owner clauses of a passage, in order.</summary>
internal sealed partial class OwnerClauses(Lexicon lexicon)
{
    private const int LongestBracket = 400;

    /// <summary>动员部署阶段：3月1日—3月15日。</summary>
    private static readonly Regex _phase = new(
        $"^[^：。；]{{0,12}}(?:{Lexicon.Office.Any("phases")})(?<all>[：:](?<days>[^。；：]{{2,24}})(?:。|$))", RegexOptions.CultureInvariant);

    private const int LongestNames = 160;

    /// <param name="beside">Whether other paragraphs of its part begin with labels: then a weak one at its beginning (时间：) counts.</param>
    public ImmutableArray<OwnerClause> Find(Passage passage, bool beside = false)
    {
        var clauses = ImmutableArray.CreateBuilder<OwnerClause>();
        var end = 0;
        foreach (var (start, length) in Brackets(passage.Text))
        {
            if (Bracketed(passage, start, length) is { } clause)
            {
                clauses.AddRange(Labelled(passage, end, start));
                clauses.Add(clause);
                end = clause.End;
            }
        }

        clauses.AddRange(Labelled(passage, end, passage.Length, beside));
        if (clauses.Count == 0 && Dashed().Match(passage.Text) is { Success: true } dashed
            && Statement(passage.Slice(dashed.Groups["said"].Index, dashed.Groups["said"].Length)) is { HasOwners: true } said)
        {
            var day = dashed.Groups["day"];
            clauses.Add(said with
            {
                Start = dashed.Index,
                Length = dashed.Length,
                Rule = "owner-bracket",
                Deadline = day.Success ? passage.Slice(day.Index, day.Length) : said.Deadline,
            });
        }

        if (clauses.Count == 0 && _phase.Match(passage.Text) is { Success: true } phase
            && passage.Slice(phase.Groups["days"].Index, phase.Groups["days"].Length) is var days && OwnerText.IsDeadline(days.Text))
        {
            clauses.Add(new(phase.Groups["all"].Index, phase.Groups["all"].Length, Owners.None, days, "deadline-bracket", []));
        }

        return clauses.ToImmutable();
    }

    /// <summary>Outermost pairs of brackets, of whatever kind.</summary>
    private static IEnumerable<(int Start, int Length)> Brackets(string text)
    {
        var (start, depth) = (-1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '（' or '(' or '【' or '[' or '〔' or '［')
            {
                start = depth++ == 0 ? i : start;
                if (depth > 4)
                {
                    (depth, start) = (0, -1);
                }
            }
            else if (text[i] is '）' or ')' or '】' or ']' or '〕' or '］' && depth > 0 && --depth == 0 && i - start <= LongestBracket)
            {
                yield return (start, i - start + 1);
            }
            else if (depth > 0 && i - start > LongestBracket)
            {
                (depth, i) = (0, start); // an opening mark without its closing one
            }
        }
    }

    private OwnerClause? Bracketed(Passage passage, int start, int length)
    {
        var inner = passage.Slice(start + 1, length - 2);
        var stop = start + length < passage.Length && passage.Text[start + length] is '。' or '；' or '：' ? 1 : 0;
        if (inner.Length < 2)
        {
            return null;
        }

        if (Remark().IsMatch(inner.Text) || Pressed().IsMatch(passage.Text[Math.Max(start - 3, 0)..start]))
        {
            return null; // （列第一位者为牵头单位，下同） is said of the list, 点击【办事大厅】 of a page
        }

        var labelled = Labelled(inner, 0, inner.Length);
        if (labelled.Length > 0 && labelled.Any(c => c.HasOwners || c.Deadline.Length > 0))
        {
            var owners = labelled.Aggregate(Owners.None, (sum, c) => sum.With(c.Owners));
            var rest = labelled[0].Start > 1 ? Statement(inner.Slice(0, labelled[0].Start)) : null;
            return new(
                start, length + stop, (rest?.Owners ?? Owners.None).With(owners),
                labelled.Select(c => c.Deadline).FirstOrDefault(d => d.Length > 0) ?? rest?.Deadline ?? Passage.Empty,
                "owner-bracket", [.. labelled.SelectMany(c => c.Texts)]);
        }

        var atEnd = start + length >= passage.Length || passage.Text[start + length] is '。' or '；' or '\n'
            || (start > 0 && passage.Text[start - 1] is '。');
        // 【门诊部】增设…: who stands first, before all that is to be done.
        // 大扫除（4月1-7日）：总务科牵头…: until when, before all that is to be done.
        var leads = start + length < passage.Length && passage.Text[start + length] is '：';
        return Statement(inner) is { } said && (atEnd || said.Rule == "role" || (start == 0 && said.HasOwners) || (leads && !said.HasOwners))
            ? new(start, length + stop, said.Owners, said.Deadline, said.HasOwners ? "owner-bracket" : "deadline-bracket", []) : null;
    }

    /// <summary>Who and until when, of a text that says nothing else; null where it says more, or neither.</summary>
    public OwnerClause? Says(Passage text) => Statement(text);

    /// <summary>A牵头，B等按职责分工负责；持续推进 / 医务科、护理部，6月底前: null where it says neither who nor until when.</summary>
    private OwnerClause? Statement(Passage text)
    {
        var pieces = OwnerText.Pieces(text.Text);
        if (pieces.Count == 0)
        {
            return null;
        }

        var dates = pieces.Where(p => IsDate(p.Text)).ToList();
        if (OwnerText.IsDeadline(text.Text))
        {
            return new(0, text.Length, Owners.None, text, "date", []);
        }

        var names = pieces.Except(dates).ToList();
        var said = string.Concat(names.Select(n => n.Text + (n.End == '\0' ? "" : n.End.ToString())));
        var role = Acts().IsMatch(said) || said.Contains("牵头", StringComparison.Ordinal);
        var owners = names.Count == 0 ? Owners.None
            : OwnerText.Read(said, Column.Departments, lexicon).At(text);
        var bodies = owners.Departments.Count(Names.IsBody);
        var sure = role ? bodies > 0 && 2 * bodies >= owners.Departments.Length
            : names.Count > 0 && owners.Departments.Length > 0 && bodies == owners.Departments.Length && text.Length <= LongestNames;
        if (names.Count > 0 && !sure)
        {
            return null;
        }

        var deadline = dates.Count == 0 ? Passage.Empty
            : text.Slice(dates[0].Start, dates[^1].Start + dates[^1].Text.Length - dates[0].Start);
        return new(0, text.Length, owners, deadline, role ? "role" : "names", []);
    }

    /// <summary>The words among names that say until when: 医务科、护理部，6月底前, 医务科（6月底前）.</summary>
    public static Passage DayAmong(Passage names)
    {
        var pieces = OwnerText.Pieces(names.Text);
        if (pieces.Where(p => IsDate(p.Text)).ToList() is [var first, ..] dates)
        {
            return names.Slice(first.Start, dates[^1].Start + dates[^1].Text.Length - first.Start);
        }

        var bracketed = pieces.FirstOrDefault(p => Names.Bare(p.Text) is var bare && bare.Length < p.Text.Length && IsDate(p.Text[(bare.Length + 1)..^1]));
        return bracketed.Text is not { Length: > 0 } text ? Passage.Empty
            : names.Slice(bracketed.Start + Names.Bare(text).Length + 1, text.Length - Names.Bare(text).Length - 2);
    }

    private static bool IsDate(string piece) => piece.Length <= 40
        && (OwnerText.IsDeadline(piece) || FromNow().IsMatch(piece) || (Done().IsMatch(piece) && DeadlineRules.Find(piece).Length > 0)
            || DeadlineRules.Find(piece) is [{ Start: 0 }, ..]); // 6月底前全面推开

    /// <summary>Labels with their values between two places; neighbours without text between them are one clause.</summary>
    private ImmutableArray<OwnerClause> Labelled(Passage passage, int from, int to, bool beside = false)
    {
        var clauses = ImmutableArray.CreateBuilder<OwnerClause>();
        if (to - from < 4)
        {
            return [];
        }

        var text = passage.Text;
        var labels = lexicon.Labels.Matches(text[from..to])
            .Select(m => (At: from + m.Index, Value: from + m.Index + m.Length, Column: lexicon.ColumnOf(m.Groups["label"].Value)))
            .Where(l => l.Column is not null).ToList();
        if (!(beside && labels is [{ At: 0 }, ..]) && labels.TrueForAll(l => lexicon.IsWeakLabel(text[l.At..l.Value].TrimEnd('：', ':'))))
        {
            return [];
        }

        for (var i = 0; i < labels.Count; i++)
        {
            var (at, value, column) = labels[i];
            at -= i == 0 && at > from && text[at - 1] is '（' or '(' or '【' ? 1 : 0; // its closing mark was left out
            var next = i + 1 < labels.Count ? labels[i + 1].At : to;
            var end = EndOf(text, value, next, IsText(column));
            var words = passage.Slice(value, end - value).TrimEnd('。', '；', ';', '，', ',', '\n', '、');
            var clause = Labelled(at, end - at, column ?? Column.Other, text[labels[i].At..value].Trim('：', ':', '】', ']'), words);
            // 。 and line ends between two labels part nothing; text does.
            if (clauses is [.., var last] && string.IsNullOrEmpty(text[last.End..at].Trim('。', '；', ';', '，', ',', '\n', '、', '【', '['))
                && !Repeats(last, clause))
            {
                clauses[^1] = Join(last, clause);
            }
            else
            {
                clauses.Add(clause);
            }
        }

        return clauses.ToImmutable();
    }

    private OwnerClause Labelled(int start, int length, Column column, string label, Passage words)
    {
        var deadline = Passage.Empty;
        if (column is Column.Leaders or Column.People or Column.Lead or Column.Support or Column.Departments
            && OwnerText.Pieces(words.Text) is { Count: > 1 } pieces && IsDate(pieces[^1].Text))
        {
            // 责任单位：甲局、乙局，6月底完成
            deadline = words.Slice(pieces[^1].Start, pieces[^1].Text.Length);
            words = words.Slice(0, pieces[^1].Start).TrimEnd('，', ',', '；', ';', '、', '\n');
        }

        var owners = column is Column.Leaders or Column.People or Column.Lead or Column.Support or Column.Departments
            && words.Length > 0 ? OwnerText.Read(NamesOf(words), column, lexicon).At(words) : Owners.None;
        return new(
            start, length, owners, column == Column.Deadline ? words : deadline, "owner-label",
            IsText(column) || column is Column.Other or Column.Remark ? [new(column, label, words)] : []);
    }

    /// <summary>Blanks part names only where each piece then is one (甲科  乙科); else they are the layout's.</summary>
    private static string NamesOf(Passage words)
    {
        var spaced = words.Spaced();
        return Names.AreBodies(spaced) || Names.ArePeople(spaced) ? spaced : words.Text;
    }

    private static bool Repeats(OwnerClause one, OwnerClause two) =>
        (one.Deadline.Length > 0 && two.Deadline.Length > 0)
        || two.Texts.Any(t => t.Column != Column.Other && one.Texts.Any(o => o.Column == t.Column))
        || (two.Names && (one.HasOwners || one.Deadline.Length > 0));

    private static OwnerClause Join(OwnerClause one, OwnerClause two) => one.With(two) with { Length = two.End - one.Start };

    private static bool IsText(Column? column) =>
        column is Column.Plan or Column.Title or Column.Measure or Column.Goal or Column.Problem;

    /// <summary>A value ends with its sentence or its line; a text's goes on to the next label.</summary>
    private static int EndOf(string text, int from, int next, bool isText)
    {
        if (isText)
        {
            var line = text.IndexOf('\n', from, next - from);
            return line < 0 ? next : line + 1;
        }

        for (var i = from; i < next; i++)
        {
            if (text[i] is '。' or '\n')
            {
                return i + 1;
            }
        }

        return next;
    }

    /// <summary>关于…的建议——门诊部主办，人事科协办；修订办法——人事科——5月底</summary>
    [GeneratedRegex("(?<![0-9])[—–]{1,2}(?![0-9])(?<said>[^—–。；]{2,80})(?:[—–]{2}(?<day>[^—–。；]{2,20}))?[。；]?$")]
    private static partial Regex Dashed();

    [GeneratedRegex("(?:点击|进入|选择|登录|打开|点选)$")]
    private static partial Regex Pressed();

    [GeneratedRegex("下同|第一位|排名第一|首位")]
    private static partial Regex Remark();

    [GeneratedRegex("^(?:自|从)?即日起")]
    private static partial Regex FromNow();

    [GeneratedRegex("(?:完成|到位|见效|办结|前|推进|坚持|整改|落实)$")]
    private static partial Regex Done();

    [GeneratedRegex("(?:负责|落实|承办|配合|参与|参加|主办|协办|协助|实施|职责分工|办理)(?:[，；。、]|$)")]
    private static partial Regex Acts();
}
