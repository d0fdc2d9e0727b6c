using System.Globalization;

namespace Approvals.IntegrationTests.Walk;

/// <summary>What the clerk does on a notice's page: brings it in, rules on its differences, confirms its rows.</summary>
internal static class NoticeDesk
{
    public const string Elsewhere = "/notices?handler=Elsewhere";
    public const string Here = "/notices?handler=Here";
    public const string Standard = "工作计划所列各条逐条落实，有记录、有佐证，现场能看到。";

    public static async Task<WebPage> BringInAsync(Browser clerk, string door, string name, byte[] content) =>
        await (await clerk.OpenAsync("/notices")).Form(door).Attach("file", name, content).PressAsync();

    public static int Differences(WebPage page) => page.Count("details.difference");

    public static int Ruled(WebPage page) => page.Count("details.difference .mark-done");

    public static int Confirmed(WebPage page) => page.Count("details.row-card .mark-done");

    /// <summary>The annex's wording where there are two, else the original's with a reason.</summary>
    public static async Task<WebPage> RuleAsync(WebPage page, int no)
    {
        var after = page.Count($"#difference-{no} button[value=Annex]") > 0
            ? await page.FormIn($"#difference-{no}").PressAsync("ruling", "Annex")
            : await page.FormIn($"#difference-{no}").Write("note", "已向承办科室核实，按原文执行。").PressAsync("ruling", "Kept");
        after.Count($"#difference-{no} .mark-done").ShouldBe(1, after.Problems);
        return after;
    }

    public static async Task<WebPage> RuleAsync(WebPage page, IEnumerable<int> numbers)
    {
        foreach (var no in numbers)
        {
            page = await RuleAsync(page, no);
        }

        return page;
    }

    /// <summary>Confirms a row as it stands, with this date where the text proposes none; null: 长期坚持.</summary>
    /// <param name="from">A proposed date before it is written over: it would be refused.</param>
    public static async Task<WebPage> ConfirmAsync(WebPage page, int no, DateOnly? due, DateOnly from = default)
    {
        var form = page.FormIn($"#row-{no}").Write("standard", Standard);
        if (due is null)
        {
            form.Tick("standing");
        }
        else if (page.Value($"#row-{no}-due") is not { Length: > 0 } proposed
            || DateOnly.ParseExact(proposed, "yyyy-MM-dd", CultureInfo.InvariantCulture) < from)
        {
            form.Write("due", due.Value);
        }

        var after = await form.PressAsync("save", "confirm");
        after.Count($"#row-{no} .mark-done").ShouldBe(1, after.Problems);
        return after;
    }

    public static async Task<WebPage> ConfirmAllAsync(WebPage page, Func<int, DateOnly?> due, DateOnly from = default)
    {
        for (var no = 1; no <= page.Count("details.row-card"); no++)
        {
            page = await ConfirmAsync(page, no, due(no), from);
        }

        return page;
    }

    /// <summary>Leaders, departments, deadline words and proposed date of a row, as the page shows them for editing.</summary>
    public static string Row(WebPage page, int no) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Names(page, no, "leaders")} | {Names(page, no, "departments")} | {page.Value($"#row-{no}-due")}");

    private static string Names(WebPage page, int no, string field) =>
        string.Join('、', page.Texts($"#row-{no}-{field} .name-mark"));
}
