using System.Globalization;
using Approvals.Readers.Calendars;

namespace Approvals.Readers.Notices;

/// <summary>Prints a draft for a person.</summary>
public static class NoticeText
{
    public static void Write(NoticeDraft draft, TextWriter writer)
    {
        writer.WriteLine($"标题    {draft.Title ?? "（没有读出）"}");
        writer.WriteLine($"文号    {draft.Number ?? "（未编号）"}");
        writer.WriteLine($"发文    {draft.Issuer ?? "（没有读出）"}    成文 {Day(draft.IssuedOn)}    印发 {Day(draft.PrintedOn)}");
        writer.WriteLine($"主送    {List(draft.Addressees)}");
        writer.WriteLine($"抄送    {List(draft.Cc)}");
        writer.WriteLine();
        writer.WriteLine($"事项 {draft.Items.Length} 项");
        foreach (var item in draft.Items)
        {
            Write(item, writer);
        }

        writer.WriteLine();
        writer.WriteLine($"差异和疑点 {draft.Findings.Length} 处");
        foreach (var (finding, i) in draft.Findings.Select((f, i) => (f, i + 1)))
        {
            writer.WriteLine($"{i.ToString(CultureInfo.InvariantCulture),4}. {finding.Message}  "
                + $"[{NoticeJson.NameOf(finding.Kind)} {finding.Key}]");
        }
    }

    private static void Write(NoticeItem item, TextWriter writer)
    {
        writer.WriteLine($"{item.No.ToString(CultureInfo.InvariantCulture),4}. {item.Title}");
        writer.WriteLine($"      领导 {List(item.Leaders)}；科室 {List(item.Departments)}；"
                + $"时限 {item.DeadlineText ?? "（没有写）"} → {Day(item.Due)}{(item.MustConfirm ? "（须确认）" : "")}");
        foreach (var point in item.Points)
        {
            var time = point.DeadlineText is null ? "" : $"  〔{point.DeadlineText} → {point.Recurrence ?? Day(point.Due)}〕";
            var measure = point.Measure is null ? "" : point.Measure.NeedsBaseline ? "  〔趋势，需要基数〕"
                : $"  〔指标 {point.Measure.Value}{point.Measure.Unit}{(point.Measure.Baseline is { } from ? $"，基数 {from}" : "")}〕";
            writer.WriteLine($"        · {point.Text}{time}{measure}");
        }
    }

    private static string Day(DateOnly? day) => day is { } known ? WrittenDay.Of(known) : "—";

    private static string List(IReadOnlyCollection<string> names) => names.Count == 0 ? "—" : string.Join('、', names);
}
