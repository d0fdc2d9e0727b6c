using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Doubts about the parts around the body.</summary>
internal static partial class HeadChecks
{
    public static void Run(NoticeHead head, DateOnly? issuedOn, DateOnly? printedOn, FindingList findings)
    {
        Titles(head, findings);
        foreach (var (mark, meant) in head.MisspeltMarks)
        {
            findings.Add(
                FindingKind.MisspeltMark, null, $"{Quote.Of(mark)}像是把{Quote.Of(meant)}写错了，请更正。", mark.Whole, body: mark.Text);
        }

        if (head.Number is { } number && !GoodNumber().IsMatch(Approvals.Engine.Deadlines.ChineseNumbers.Narrow(number.Text)))
        {
            findings.Add(FindingKind.WrongBracket, null, $"文号{Quote.Of(number)}的写法不合规范，应写成“代字〔年份〕N号”，年份用六角括号、四位数字，不加“第”。",
                number.Whole, body: number.Text);
        }

        if (head.Cc is { Length: > 0 } cc && !cc.Text.EndsWith('。'))
        {
            findings.Add(FindingKind.MissingFullStop, null, $"{Quote.Of(cc)}一行末尾缺句号。", cc.Span(cc.Length - 1, 1), body: cc.Text);
        }

        if (issuedOn > printedOn)
        {
            findings.Add(FindingKind.DateOrder, null, $"成文日期{issuedOn:yyyy-MM-dd}晚于印发日期{printedOn:yyyy-MM-dd}。",
                head.IssuedOn?.Whole, other: head.Printed?.Whole);
        }
    }

    private static void Titles(NoticeHead head, FindingList findings)
    {
        var quoted = head.Title is { } title ? Quoted().Match(title.Text) : Match.Empty;
        if (quoted.Success && head.PlanTitle is { } plan)
        {
            var cited = head.Title!.Slice(quoted.Groups[1].Index, quoted.Groups[1].Length); // quoted only where there is a title
            Differ(FindingKind.TitleDiffers, "标题引用的名称", cited, "方案自己的标题", plan, findings);
        }

        for (var i = 0; i < Math.Min(head.AnnexNames.Length, head.AnnexHeadings.Length); i++)
        {
            Differ(FindingKind.AnnexTitleDiffers, "附件说明", head.AnnexNames[i], "附件自己的标题", head.AnnexHeadings[i],
                findings);
        }
    }

    private static void Differ(FindingKind kind, string here, Passage one, string there, Passage two, FindingList findings)
    {
        if (one.Text == two.Text)
        {
            return;
        }

        findings.Add(kind, null, $"{here}{Quote.Of(one)}与{there}{Quote.Of(two)}不一致（{TextDiff.Told(one.Text, two.Text, "后者")}）。", one.Whole,
            one.Text, two.Text, two.Whole);
    }

    [GeneratedRegex("^[^〔〕0-9]*〔[12][0-9]{3}〕[1-9][0-9]*号$|^第?[0-9一二三四五六七八九十百〔〕年第]+[期次号]$")]
    private static partial Regex GoodNumber();

    [GeneratedRegex("(?:印发|下发|发布|公布|颁发)《(.+)》(?:的|$)")]
    private static partial Regex Quoted();
}
