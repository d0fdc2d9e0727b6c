using Approvals.Engine.Simulation;

namespace Approvals.Web.Features.Rehearsals;

/// <summary>The report as plain, aligned text.</summary>
internal static class RehearsalText
{
    public static void Write(RehearsalReport report, TextWriter output)
    {
        WriteTimeline(report, output);
        Section(output, Texts.Rehearsal.Messages, report.Messages.Select(row => string.Join("  ",
            row.At, Pad(row.Kind, 8), Pad(row.Workflow, 10), Cut(row.Title, 30), Pad(row.Stage, 14),
            Texts.Rehearsal.Due(row.DueOn, row.Days), Texts.Join(row.To))));
        Section(output, Texts.Rehearsal.People, report.People.Select(row => string.Join("  ",
            Pad(row.Name, 8), Pad(Texts.Rehearsal.Behaviour(Enum.Parse<Behaviour>(row.Behaviour, ignoreCase: true)), 10),
            Texts.Rehearsal.Load(row))));
        Section(output, Texts.Rehearsal.Months, report.Months.Select(Texts.Rehearsal.Month));
        Section(output, Texts.Rehearsal.Left, report.Left.Select(row => string.Join("  ",
            Pad(row.Workflow, 10), Cut(row.Title, 30), Pad(row.Stage, 14),
            row.WaitsFor.IsEmpty ? Texts.Rehearsal.WaitsForOthers : Texts.Rehearsal.WaitsFor(row.WaitsFor), row.Why ?? "")));
    }

    /// <summary>What happened, and no more.</summary>
    public static void WriteTimeline(RehearsalReport report, TextWriter output)
    {
        output.WriteLine(Texts.Rehearsal.Heading(report.Title, report.Unit, report.Demonstration));
        output.WriteLine(Texts.Rehearsal.Span(report.From, report.LastDay, report.Seed));
        output.WriteLine(report.Ended ? Texts.Rehearsal.EndedAs(report.Stage) : Texts.Rehearsal.StandsAt(report.Stage));
        output.WriteLine(Texts.Rehearsal.Sums(report.Counts));
        Section(output, Texts.Rehearsal.Timeline, report.Timeline.Select(row => string.Join("  ",
            row.At, Pad(row.Who ?? Texts.Rehearsal.ByItself, 8), Pad(row.Workflow, 10), Cut(row.Title, 30), Pad(row.Stage, 14), row.What)));
    }

    private static void Section(TextWriter output, string heading, IEnumerable<string> lines)
    {
        output.WriteLine();
        output.WriteLine(heading);
        var any = false;
        foreach (var line in lines)
        {
            output.WriteLine("  " + line.TrimEnd());
            any = true;
        }

        if (!any)
        {
            output.WriteLine("  " + Texts.None);
        }
    }

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    private static string Cut(string text, int width)
    {
        var kept = text.Length;
        while (Width(text[..kept]) > width)
        {
            kept--;
        }

        return Pad(text[..kept], width);
    }

    /// <summary>Columns in a terminal: a Chinese character takes two.</summary>
    private static int Width(string text) => text.Sum(c => c < 0x1100 ? 1 : 2);
}
