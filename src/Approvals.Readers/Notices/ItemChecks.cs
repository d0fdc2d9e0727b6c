using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Doubts about the rows of the checklist: owners, names, dates.</summary>
internal sealed partial class ItemChecks(ReadOptions options, Items reader, FindingList findings)
{
    private const double NearName = .6;

    public void Run(Entry row, NoticeItem item)
    {
        if (row.Rule == EntryRule.Row)
        {
            // The paragraphs of the text have been looked through as such.
            BodyChecks.Marks(row.Plan, item.No, findings);
            Figures.Check(row.Plan, item.No, findings);
        }

        Owners(item);
        WorkOfOthers(row, item);
        Dates(row, item);
        if (options.KnownNames.Count > 0)
        {
            Known(item);
        }
    }

    public void Numbers(ImmutableArray<Entry> entries)
    {
        var rows = entries.Where(e => e.Rule == EntryRule.Row && !e.CitesNumber).ToImmutableArray();
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i].WrittenNo is { } no && rows[i - 1].WrittenNo is { } before && no != before + 1 && no != 1
                && !(rows[i].SharesNumber && no == before))
            {
                findings.Add(
                    no > before ? FindingKind.NumberingGap : FindingKind.NumberingRepeat, no,
                    $"附件清单的序号从{before}到了{no}，次序不对。", rows[i].Source, annex: $"{before}→{no}");
            }
        }
    }

    /// <summary>Where the list says of others by what they are done (完成标准), what it leaves out is missing.</summary>
    public void Standards(ImmutableArray<Entry> entries)
    {
        foreach (var entry in entries.Any(e => e.Measure.Length > 0) ? entries.Where(e => e.Measure.Length == 0) : [])
        {
            findings.Add(
                FindingKind.NoMeasure, entry.No, $"第{entry.No}项{Quote.Of(entry.Title)}没有写完成标准，请补上。", entry.Title.Whole ?? entry.Source);
        }
    }

    private void Owners(NoticeItem item)
    {
        if (item.Departments.IsEmpty)
        {
            findings.Add(FindingKind.NoOwner, item.No, $"第{item.No}项{Quote.Of(item.Title)}没有责任科室，请补上。", item.Source);
        }

        foreach (var name in item.Departments.Where(Names.IsCollective))
        {
            findings.Add(
                FindingKind.CollectiveOwner, item.No, $"第{item.No}项的责任科室{Quote.Of(name)}是集体，请逐个列出，或者指定一个归口科室。",
                item.Sources.Departments, annex: name);
        }
    }

    /// <summary>由…牵头, 由…的: work that the plan gives to a body which the row does not name, or names otherwise.</summary>
    private void WorkOfOthers(Entry row, NoticeItem item)
    {
        foreach (Match match in Doers().Matches(row.Plan.Text))
        {
            var who = match.Groups["who"];
            var written = Names.Of(who.Value);
            if (written.All(w =>
                item.Departments.Any(d => d.Contains(w, StringComparison.Ordinal) || w.Contains(d, StringComparison.Ordinal))))
            {
                continue;
            }

            var strangers = written.Where(w => !item.Departments.Contains(w)).ToList();
            var near = strangers.Select(Nearest).ToList();
            var source = row.Plan.Span(who.Index, who.Length);
            if (near.All(n => n is not null))
            {
                findings.Add(
                    FindingKind.BodyNameDiffers, item.No,
                    $"第{item.No}项内容里写{Quote.Of(string.Join('、', strangers))}，"
                + $"责任科室写{Quote.Of(string.Join('、', near.Distinct()))}，名称不一致。",
                    source, string.Join('、', strangers), string.Join('、', near.Distinct()), item.Sources.Departments);
            }
            else if (match.Groups["role"].Success && strangers.Any(s => Names.IsBody(s)) && !item.Departments.IsEmpty)
            {
                findings.Add(
                    FindingKind.OwnerNotResponsible, item.No,
                    $"第{item.No}项写{Quote.Of(match.Value)}，责任科室却是{Quote.Of(string.Join('、', item.Departments))}。",
                    row.Plan.Span(match.Index, match.Length), match.Value, string.Join('、', item.Departments),
                    item.Sources.Departments);
            }
        }

        string? Nearest(string name) => item.Departments.Where(d => Likeness.OfNames(name, d) >= NearName)
            .OrderByDescending(d => Likeness.OfNames(name, d)).FirstOrDefault();
    }

    private void Dates(Entry row, NoticeItem item)
    {
        var dated = item.Points.Where(p => p.DeadlineText is not null).ToList();
        foreach (var (phrase, source, rule) in dated.Select(p => (p.DeadlineText!, p.DeadlineSource, p.Rule))
            .Concat(row.Deadline.Length > 0 ? [(row.Deadline.Text, row.Deadline.Whole, (string?)null)] : []) // dated has only points with words
            .DistinctBy(d => d.Item1))
        {
            Date(item, phrase, source, rule);
        }

        var inAnnex = dated.Where(p => !row.Stages.IsEmpty || (item.Source.Line <= p.DeadlineSource?.Line
            && p.DeadlineSource?.Line <= item.Source.EndLine)).Select(p => p.DeadlineText).Distinct().ToList();
        // dated: with words
        var isLong = dated.Select(p => (Text: p.DeadlineText!, p.DeadlineSource)).Append((row.Deadline.Text, row.Deadline.Whole))
            .Where(t => t.Text.Length > 0).Select(t => reader.Read(t.Text, t.Item2))
            .Any(r => r is { DueOn: null, Asks: false, Recurrence: null });
        var waits = reader.WaitsForIssue && inAnnex.Append(row.Deadline.Text).Any(w => w is { Length: > 0 } && Items.IsDated(w));
        if (!isLong && !waits && (item.Due is null || (inAnnex.Count == 0 && row.Deadline.Length == 0)))
        {
            var words = string.Join(
                "”“", dated.Select(p => p.DeadlineText).Append(row.Deadline.Text).Where(t => t is { Length: > 0 }).Distinct());
            var message = words.Length == 0
                ? $"第{item.No}项{Quote.Of(item.Title)}没有写完成时限，请写明日期。"
                : inAnnex.Count == 0 && row.Deadline.Length == 0
                    ? $"第{item.No}项{Quote.Of(item.Title)}在附件里没有写完成时限，正文写的是“{words}”，请确认。"
                    : $"第{item.No}项{Quote.Of(item.Title)}只写了“{words}”，没有完成日期，请写明。";
            findings.Add(FindingKind.NoDate, item.No, message, item.Sources.Plan ?? item.Source);
        }
    }

    /// <param name="rule">The one that read the words where they stand; alone they may say something else.</param>
    private void Date(NoticeItem item, string phrase, SourceSpan? source, string? rule)
    {
        var reading = reader.Read(phrase, source);
        if (rule is not null && rule != reading.RuleId)
        {
            return;
        }

        if (reading is { AlreadyPast: true, MentionedOn: { } past })
        {
            var proposal = reading.DueOn is { } due ? $"建议按{due:yyyy-MM-dd}" : "请写明日期";
            findings.Add(FindingKind.DatePast, item.No,
                $"第{item.No}项{Quote.Of(phrase)}按字面是{past:yyyy-MM-dd}，发文时已经过了，{proposal}。", source, annex: phrase);
        }

        foreach (var off in (reading.DueOn is { } only && reading.Days.IsEmpty ? [only] : reading.Days)
            .Where(d => !options.Calendar.IsWorkday(d)))
        {
            findings.Add(FindingKind.DateOnDayOff, item.No,
                $"第{item.No}项{Quote.Of(phrase)}到期日{off:yyyy-MM-dd}不是工作日，目标日为{options.Calendar.WorkdayOnOrBefore(off):yyyy-MM-dd}。",
                source, annex: phrase);
        }
    }

    /// <summary>资源生态局 after 区经发局 is 区资源生态局: a list may drop the prefix that its names share.</summary>
    private bool IsKnown(string name) => options.KnownNames.Contains(name)
        || options.KnownNames.Any(k => k.Length > name.Length && k.Length <= name.Length + 4
            && k.EndsWith(name, StringComparison.Ordinal) && Names.IsBody(name));

    private void Known(NoticeItem item)
    {
        var named = item.Leaders.Select(n => (Name: n, Source: item.Sources.Leaders, What: "责任领导"))
            .Concat(item.Departments.Select(n => (Name: n, Source: item.Sources.Departments, What: "责任科室")));
        foreach (var (name, source, what) in named.Where(n => !IsKnown(n.Name)))
        {
            if (options.DepartedNames.Contains(name))
            {
                findings.Add(
                    FindingKind.DepartedName, item.No, $"第{item.No}项的{what}{Quote.Of(name)}已经不在岗或者已撤并，请改派。", source, annex: name);
                continue;
            }

            var near = options.KnownNames.Select(k => (Name: k, Likeness: Likeness.OfNames(name, k)))
                .Where(k => k.Likeness >= NearName).OrderByDescending(k => k.Likeness).ThenBy(k => k.Name, StringComparer.Ordinal)
                    .FirstOrDefault().Name;
            var hint = near is null ? "请核对" : $"最接近的是{Quote.Of(near)}，请核对";
            findings.Add(
                FindingKind.UnknownName, item.No, $"第{item.No}项的{what}{Quote.Of(name)}不在通讯录里，{hint}。", source, annex: name);
        }
    }

    [GeneratedRegex("由(?<who>[^，。；：由的]{1,30}?)(?:(?<role>牵头|负责|主办|承办|组织实施)|的(?=[\\p{L}]))")]
    private static partial Regex Doers();
}
