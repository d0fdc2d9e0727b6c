using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// What a supplementary notice changes of items that it names (第2项“公租房配租”，完成时限由6月底前调整为9月底前): the item by its name
/// with what is new of it, never with what was. What is withdrawn, or merged into another, is none.
/// </summary>
internal static partial class ChangedItems
{
    /// <summary>The changed items, and the places of all such sentences, which are no tasks of another kind.</summary>
    public static (ImmutableArray<Entry> Entries, TakenPlaces Places) Read(params IEnumerable<OutlineNode> roots)
    {
        var said = roots.SelectMany(r => r.Below.Prepend(r)).SelectMany(n => n.Level == 0 ? n.Paragraphs : n.Paragraphs.Prepend(n.Full))
            .SelectMany(p => ProseSentences.Of(p, atColons: false))
            .Select(s => (Sentence: s, Named: Named().Match(s.Text)))
            .Where(s => s.Named.Success && Changes().IsMatch(s.Sentence.Text[s.Named.Length..])).ToList();
        return ([.. said.Select(s => Build(s.Sentence, s.Named)).OfType<Entry>()], new(said.Select(s => s.Sentence.Whole)));
    }

    /// <summary>Null where nothing is left to be done anew.</summary>
    private static Entry? Build(Passage sentence, Match named)
    {
        var title = sentence.Slice(named.Groups["name"].Index, named.Groups["name"].Length);
        var (owners, deadline, rest, part) = (Owners.None, Passage.Empty, new List<Passage>(), (Column?)null);
        foreach (var clause in ProseSentences.Clauses(sentence.Slice(named.Length)))
        {
            if (Unchanged().IsMatch(clause.Text))
            {
                continue;
            }

            var now = Now().Match(clause.Text);
            var words = now.Success ? clause.Slice(now.Groups["now"].Index, now.Groups["now"].Length) : clause;
            var of = now.Success ? Of(clause.Text[..now.Groups["now"].Index]) : Names.AreBodies(clause.Text) ? part : null;
            of ??= now.Success && part is not null && words.Text[0] is '“' or '"' or '「' ? part : null;
            part = of ?? Of(clause.Text);
            words = of is not null ? words.Trim('“', '”', '"', '「', '」') : words;
            if (of == Column.Deadline || (now.Success && of is null && OwnerText.IsDeadline(words.Text)))
            {
                deadline = words;
            }
            else if (of is { } column)
            {
                owners = owners.With(OwnerText.Read(words.Text, column) with { Source = words.Whole });
            }
            else if (now.Success && Quoted().Match(words.Text) is { Success: true } quoted)
            {
                title = words.Slice(quoted.Groups["name"].Index, quoted.Groups["name"].Length);
            }
            else if (now.Success)
            {
                rest.Add(clause);
            }
        }

        return owners.IsEmpty && deadline.Length == 0 && rest.Count == 0 && title.Text == named.Groups["name"].Value ? null : new(
            0, null, title, rest.Count == 0 ? title : Passage.Join(rest), Passage.Empty, deadline, owners, sentence.Span(0, sentence.Length))
        {
            Rule = EntryRule.Sentence,
        };
    }

    /// <summary>What is changed, by the words before the new value; null for what is neither who nor until when.</summary>
    private static Column? Of(string words) => words switch
    {
        _ when Times().IsMatch(words) => Column.Deadline,
        _ when Says(words, "leaders") => Column.Leaders,
        _ when Says(words, "people") => Column.People,
        _ when !Bodies().IsMatch(words) => null,
        _ when Says(words, "lead") => Column.Lead,
        _ when Says(words, "support") => Column.Support,
        _ => Column.Departments,
    };

    private static bool Says(string words, string who) => Lexicon.Office.Holds($"changed.{who}", words);

    [GeneratedRegex("^(?:将|对|把)?(?:附件|清单|《[^》]{2,40}》)?(?:中|里)?的?原?第[0-9一二三四五六七八九十]{1,4}(?:项|条)(?:任务|工作|事项|要点)?[“\"「](?<name>[^”\"」]{2,60})[”\"」]")]
    private static partial Regex Named();

    [GeneratedRegex("(?:调整|变更|修改|更改|更正|修订|改|延长|延期|推迟|提前|顺延|明确)(?:为|至|到)|(?:科室|部门|单位|处室|领导)(?:增加|增列|增补|新增)|取消|撤销|并入|合并|不再|应为")]
    private static partial Regex Changes();

    [GeneratedRegex("(?:调整|变更|修改|更改|更正|修订|改|延长|延期|推迟|提前|顺延|明确|仍|应)(?:为|至|到)(?<now>.{2,})$|(?<=科室|部门|单位|处室|领导)(?:增加|增列|增补|新增)(?:了|为)?(?<now>.{2,})$")]
    private static partial Regex Now();

    [GeneratedRegex("^[“\"「](?<name>[^”\"」]{2,60})[”\"」]$")]
    private static partial Regex Quoted();

    [GeneratedRegex("不变$|^不再")]
    private static partial Regex Unchanged();

    [GeneratedRegex("时限|时间|期限|日期|节点|延长|延期|推迟|顺延")]
    private static partial Regex Times();

    [GeneratedRegex("(?:责任|牵头|承办|负责|主办|配合|协办|实施|落实)(?:科室|部门|单位|处室|主体)")]
    private static partial Regex Bodies();
}
