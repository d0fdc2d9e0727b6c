namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// What goes wrong in the twin's campaign before its autumn: a row is late and climbs its ladder to the leader; another is
/// stopped (中止) and goes on (恢复); a third is given more time (延期).
/// </summary>
internal sealed class TwinTroubles(HttpOffice office, WalkWords words, IReadOnlyList<string> titles, IReadOnlyList<string> items)
{
    /// <summary>The row whose department asks for time, and when it was due first.</summary>
    public const int Asking = 2;

    private const int Late = 1;
    private const int Stopped = 7;
    private const string LateBody = "医务科";
    private const string LateDue = "期限6月30日 周三";

    public static DateOnly FirstDue { get; } = new(2021, 7, 30);

    /// <summary>Presses by which a human decided about a request or a late row.</summary>
    public int Decisions { get; private set; }

    private string Working => words.Title("办理");

    public static async Task<IReadOnlyList<string>> MessagesAsync(HttpOffice office, string login) =>
        [.. (await (await office.AsAsync(login)).OpenAsync("/messages")).Texts(".message p")];

    /// <summary>医务科's part of the first row: reminded, then its head, the office and, released by it, the leader hear of it.</summary>
    public async Task LateAsync()
    {
        var (handler, head) = (TwinPeople.Handler(LateBody), TwinPeople.Head(LateBody));
        // The third day before lies on a Sunday: the message came on the Monday, and counts from there.
        await HearsAsync(handler, $"请您办“{Working}”：{LateDue}，还有2天。");
        await office.DayAsync(2021, 6, 30);
        await HearsAsync(handler, $"请您办“{Working}”：{LateDue}，当天到期。");
        await office.PressAsync(
            TwinPeople.Head("党建办"), words.Action("complete-part"), form => form.Write("in.Report", "本科室部分已办好。"),
            titles[Late - 1]);

        await office.DayAsync(2021, 7, 1);
        await HearsAsync(handler, $"请您办“{Working}”：{LateDue}，已逾期1天。");
        await HearsAsync(head, $"{LateBody}的“{Working}”还没有办：{LateDue}，已逾期1天，请您过问。");
        await HearsNothingAsync(TwinPeople.Clerk, LateDue);
        await office.DayAsync(2021, 7, 5);
        await HearsAsync(TwinPeople.Clerk, $"{LateBody}的“{Working}”还没有办：{LateDue}，已逾期5天，请您过问。");
        (await (await office.AsAsync(TwinPeople.Clerk)).OpenAsync("/")).Actions.ShouldNotContain(words.Action("release"));

        await office.DayAsync(2021, 7, 7);
        await HearsNothingAsync(TwinPeople.Gu, LateDue);
        await DecideAsync(TwinPeople.Clerk, "release", ("逾期上报", Late), form => form.Write("in.Report", "已催办三次，仍未完成。"));
        await office.DayAsync(2021, 7, 8);
        await DecideAsync(TwinPeople.Gu, "instruct", ("逾期上报", Late), form => form.Write("in.Report", "请医务科本周内办结。"));
        await office.DayAsync(2021, 7, 9);
        await office.PressAsync(
            handler, words.Action("complete"), form => form.Write("in.Report", "六个项目均已上线。"), titles[Late - 1]);
    }

    /// <summary>Fourteen days of standing still are fourteen days more; asked before due, the new date comes from the leader.</summary>
    public async Task StopAndAskAsync()
    {
        await office.DayAsync(2021, 7, 12);
        await PressOfficeAsync("suspend", "疫情防控期间暂停入病区");
        (await ItemAsync(Stopped)).ShouldContain("自7月12日起中止");
        await office.DayAsync(2021, 7, 26);
        await PressOfficeAsync("resume", "恢复入病区");
        (await ItemAsync(Stopped)).ShouldContain("2021年11月2日");

        await office.PressAsync(
            TwinPeople.Handler("党建办"), words.Action("ask-for-time"),
            form => form.Write("in.Reason", "结对单位八月才能安排").Write("in.Date", new DateOnly(2021, 9, 10))
                .Write("in.Report", "已对接两家，八月完成。"),
            titles[Asking - 1]);
        await DecideAsync(TwinPeople.Clerk, "recommend", ("延期申请", Asking));
        await office.DayAsync(2021, 7, 27);
        await DecideAsync(TwinPeople.Gu, "grant", ("延期申请", Asking));
        var item = await ItemAsync(Asking);
        item.ShouldContain("2021年9月10日");
        item.ShouldContain("原定2021年7月30日，已延期1次");
        await office.DayAsync(2021, 8, 2);
        await HearsAsync(TwinPeople.Handler("党建办"), $"请您办“{Working}”：期限7月30日 周五，还有3天。");
        await HearsNothingAsync(TwinPeople.Handler("党建办"), "期限7月30日 周五，当天到期");
        await HearsNothingAsync(TwinPeople.Handler("党建办"), "期限7月30日 周五，已逾期");
    }

    private Task PressOfficeAsync(string action, string reason) => office.PressAsync(
        TwinPeople.Clerk, words.Action(action), form => form.Write("in.Reason", reason), path: items[Stopped - 1]);

    private async Task DecideAsync(
        string login, string action, (string Workflow, int Row) about, Action<WebForm>? write = null)
    {
        await office.PressAsync(login, words.Action(action), write, $"{words.Title(about.Workflow)}：{titles[about.Row - 1]}");
        Decisions++;
    }

    private async Task<string> ItemAsync(int row) =>
        (await (await office.AsAsync(TwinPeople.Clerk)).OpenAsync(items[row - 1])).Words;

    private async Task HearsAsync(string login, string sentence) =>
        (await MessagesAsync(office, login)).ShouldContain(m => m.StartsWith(sentence, StringComparison.Ordinal), $"{login}: {sentence}");

    private async Task HearsNothingAsync(string login, string words) =>
        (await MessagesAsync(office, login)).ShouldNotContain(m => m.Contains(words, StringComparison.Ordinal), $"{login}: {words}");
}
