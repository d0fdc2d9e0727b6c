namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// The twin of 绍市中医党〔2021〕18号 over HTTP, from its registration to the campaign's closing report: every step a form that
/// stood on a page of the person who pressed. Ids are spoken through <paramref name="words"/>.
/// </summary>
internal sealed class TwinWalk(HttpOffice office, WalkWords words)
{
    private const int Late = 1;
    private const int WithGap = 5;
    private const int Failing = 6;
    private const int Reassigned = 8;
    private const int Lasting = 9;

    private static readonly DateOnly Checks = new(2021, 11, 1);

    private string _campaign = "";
    private string[] _titles = [];
    private string[] _items = [];

    private TwinTroubles? _troubles;

    /// <summary>Presses by which a human agreed, refused, accepted or signed (domain 1B); issuing's do not count.</summary>
    public int Signatures { get; private set; }

    /// <summary>The same of what was beside the ten rows: a request for time, a late row that a leader reads.</summary>
    public int Beside => _troubles?.Decisions ?? 0;

    /// <summary>Addresses.</summary>
    public string Notice { get; private set; } = "";

    public string Campaign => _campaign;

    public IReadOnlyList<string> Titles => _titles;

    public IReadOnlyList<string> Items => _items;

    public async Task ToTheReportAsync(string text)
    {
        await RegisterAsync(text);
        await TakeUpAsync();
        await BeginWorkAsync();
        await GoWrongAsync();
        await CarryOutAsync();
        await SignAsync();
        await SelfCheckAsync();
        await ReconcileAsync();
        await InspectAsync();
        await RectifyAsync();
        await ClearAsync();
        await CloseAsync();
    }

    public async Task RegisterAsync(string text)
    {
        var clerk = await office.AsAsync(TwinPeople.Registrar);
        var page = await NoticeDesk.BringInAsync(
            clerk, NoticeDesk.Elsewhere, "活动通知.txt", System.Text.Encoding.UTF8.GetBytes(text));
        page.Text(".page-over").ShouldNotBeNull(page.Problems).ShouldStartWith("澄市中医党〔2021〕18号");
        Notice = page.Path;
        page = await NoticeDesk.RuleAsync(page, Enumerable.Range(1, NoticeDesk.Differences(page)));
        page = await NoticeDesk.ConfirmAllAsync(
            page,
            no => no == Lasting ? null : no == TwinTroubles.Asking ? TwinTroubles.FirstDue : new DateOnly(2021, 8, 31).AddDays(7 * no));

        // The campaign's dates: what opens by them opens by itself.
        page = await office.PressAsync(
            TwinPeople.Registrar, words.Action("divide"),
            form => form.Write("in.On-checks", Checks).Write("in.On-finish", new DateOnly(2021, 12, 31)), path: page.Path);
        _titles = [.. page.Texts(".row-title")];
        _items = [.. page.Links("details.row-card a[href^='/items/']")];
        _campaign = page.Links("#work a[href^='/campaigns/']").Single();
        _items.Length.ShouldBe(10);
    }

    /// <summary>
    /// Departments acknowledge; two send theirs back: one is overruled, the other's goes to another department.
    /// </summary>
    public async Task TakeUpAsync()
    {
        await office.DayAsync(2021, 6, 3);
        var (wrong, unwilling) = (TwinPeople.Handler("质管办"), TwinPeople.Handler("临床药学"));
        await office.PressAsync(wrong, words.Action("return"), form => form.Write("in.Reason", "住院费用由财务科掌握"));
        await office.PressAsync(unwilling, words.Action("return"), form => form.Write("in.Reason", "本科室人手不足"));

        var ruling = (await (await office.AsAsync(TwinPeople.Clerk)).OpenAsync("/")).Words;
        ruling.ShouldContain("住院费用由财务科掌握");
        ruling.ShouldContain("本科室人手不足");
        await office.PressAsync(TwinPeople.Clerk, words.Action("reassign"),
            form => form.Choose("in.AssignedDepartment", "财务科").Write("in.Reason", "费用数据在财务科"),
            _titles[Reassigned - 1]);
        await office.PressAsync(
            TwinPeople.Clerk, words.Action("overrule"), form => form.Write("in.Reason", "药学门诊离不开临床药学"), _titles[2]);
        (await (await office.AsAsync(wrong)).OpenAsync("/")).Actions.ShouldBeEmpty();

        var taken = await office.PressAllAsync(TwinPeople.Head("财务科"), words.Action("acknowledge"));
        foreach (var body in TwinPeople.Departments)
        {
            taken += await office.PressAllAsync(TwinPeople.Handler(body), words.Action("acknowledge"));
        }

        taken.ShouldBe(TwinPeople.Rows.Sum(r => r.Departments.Length) - 1, "one was overruled: it counts as taken up");
    }

    /// <summary>Every department reports, and its people are reminded of what is due soon.</summary>
    public async Task BeginWorkAsync()
    {
        await office.DayAsync(2021, 6, 28);
        var photo = "现场照片说明"u8.ToArray();
        foreach (var body in TwinPeople.Departments.Where(b => b != "质管办"))
        {
            await office.PressAsync(
                TwinPeople.Handler(body), words.Action("progress"),
                form => form.Write("in.Report", "已布置到人，按月推进。").Attach("in.Evidence", "记录.txt", photo));
        }
    }

    /// <summary>One row is late and goes up to its leader; one is stopped for a while; one gets more time.</summary>
    public async Task GoWrongAsync()
    {
        _troubles = new TwinTroubles(office, words, _titles, _items);
        await _troubles.LateAsync();
        Signatures += await office.PressAllAsync(TwinPeople.Head("医务科"), words.Action("agree"));
        Signatures += await office.PressAllAsync(TwinPeople.Gu, words.Action("agree"));
        (await StagesAsync())[Late - 1].ShouldBe(words.Title("待自查"));
        await _troubles.StopAndAskAsync();
    }

    /// <summary>Hands in: supporting departments by their head alone, the leading one by any of its people.</summary>
    public async Task CarryOutAsync()
    {
        await office.DayAsync(2021, 9, 1);
        // 门诊办's head hands in the fourth himself: he cannot sign it afterwards.
        await office.PressAsync(TwinPeople.Head("门诊办"), words.Action("complete"), Reporting, _titles[3]);
        foreach (var body in TwinPeople.Departments.Where(b => b != "质管办"))
        {
            await office.PressAllAsync(TwinPeople.Handler(body), words.Action("complete"), Reporting);
            (await (await office.AsAsync(TwinPeople.Handler(body))).OpenAsync("/")).Actions.ShouldNotContain(
                words.Action("complete-part"));
            await office.PressAllAsync(TwinPeople.Head(body), words.Action("complete-part"), Reporting);
        }

        await office.PressAllAsync(TwinPeople.Head("财务科"), words.Action("complete-part"), Reporting);
    }

    /// <summary>The lead department's head signs, his deputy where he handed in himself; then the first-named leader.</summary>
    public async Task SignAsync()
    {
        await office.DayAsync(2021, 9, 6);
        var byHeads = new Dictionary<string, int>();
        foreach (var body in TwinPeople.Rows.Select(r => r.Departments[0]).Distinct())
        {
            byHeads[body] = await office.PressAllAsync(TwinPeople.Head(body), words.Action("agree"));
        }

        byHeads.ShouldBe(new Dictionary<string, int> { ["医务科"] = 4, ["党建办"] = 1, ["门诊办"] = 2, ["纪检监察室"] = 1 }, ignoreOrder: true);
        var byDeputy = await office.PressAllAsync(TwinPeople.Deputy("门诊办"), words.Action("agree"));
        byDeputy.ShouldBe(1, "what the head handed in himself");
        Signatures += byHeads.Values.Sum() + byDeputy;
        foreach (var leader in TwinPeople.Leaders)
        {
            Signatures += await office.PressAllAsync(leader, words.Action("agree"));
        }

        await AllAreAtAsync("待自查");
    }

    /// <summary>
    /// 自查 opens on its day, before the campaign ends, and nobody presses. It finds one gap, which is worked off as an item of
    /// its own and signed.
    /// </summary>
    public async Task SelfCheckAsync()
    {
        await office.DayAsync(2021, 10, 29);
        await AllAreAtAsync("待自查");
        await office.DayAsync(Checks.Year, Checks.Month, Checks.Day);
        await AllAreAtAsync("科室自查");
        (await (await office.AsAsync(TwinPeople.Clerk)).OpenAsync(_campaign)).Actions.ShouldNotContain(words.Action("open-checks"));
        var nurse = TwinPeople.Handler("护理部");
        await office.PressAsync(
            nurse, words.Action("rate-partly"),
            form => form.Write("in.Reason", "两个病区的便民箱未设齐").Write("in.Date", new DateOnly(2021, 11, 12)), _titles[WithGap - 1]);
        foreach (var body in TwinPeople.Departments.Where(b => b != "质管办"))
        {
            await office.PressAllAsync(TwinPeople.Handler(body), words.Action("rate-done"), Reporting);
        }

        await office.PressAllAsync(TwinPeople.Head("财务科"), words.Action("rate-done"), Reporting);

        await office.DayAsync(2021, 11, 10);
        await office.PressAllAsync(nurse, words.Action("acknowledge"));
        await office.PressAsync(nurse, words.Action("complete"), form => form.Write("in.Report", "便民箱已补齐"));
        Signatures += await office.PressAllAsync(TwinPeople.Head("护理部"), words.Action("agree"));
        Signatures += await office.PressAllAsync(TwinPeople.Lin, words.Action("agree-part"));
    }

    /// <summary>The ledger against the evidence; acceptance begins only when every row has passed.</summary>
    public async Task ReconcileAsync()
    {
        await office.DayAsync(2021, 11, 15);
        var opening = words.Action("open-acceptance");
        (await (await office.AsAsync(TwinPeople.Clerk)).OpenAsync(_campaign)).Actions.ShouldNotContain(opening);
        await office.PressAllAsync(TwinPeople.Clerk, words.Action("pass"));
        await office.PressAsync(
            TwinPeople.Clerk, opening, form => form.Choose("in.Inspectors", [.. TwinPeople.Inspectors.Select(i => i.Name)]),
            path: _campaign);
    }

    /// <summary>Each on his own sheet: what fails is written there, what passes is one press for all.</summary>
    public async Task InspectAsync()
    {
        await office.DayAsync(2021, 11, 22);
        var seats = 0;
        foreach (var (login, _) in TwinPeople.Inspectors)
        {
            var sheets = await (await office.AsAsync(login)).OpenAsync(HttpOffice.InspectorsPage);
            var mine = sheets.Texts(".row-title").ToList();
            seats += mine.Count;
            if (mine.Contains(_titles[Failing - 1]))
            {
                await office.PressAsync(
                    login, words.Action("reject"), Rejecting, _titles[Failing - 1], HttpOffice.InspectorsPage);
                Signatures++;
            }

            Signatures += await office.PressAllAsync(login, words.Action("accept"));
        }

        seats.ShouldBe(20, "two for each of ten");
        (await (await office.AsAsync(TwinPeople.Head("财务科"))).OpenAsync(HttpOffice.InspectorsPage)).Texts(".row-title")
            .ShouldNotContain(_titles[Reassigned - 1], "he would inspect his own department");
    }

    /// <summary>限期整改 by order, with a number and a date; the same inspectors look again.</summary>
    public async Task RectifyAsync()
    {
        var item = await (await office.AsAsync(TwinPeople.Clerk)).OpenAsync(_items[Failing - 1]);
        item.Words.ShouldContain("澄市中医整改〔2021〕1号");
        item.Words.ShouldContain("2021年12月10日");

        // Its own clock: the date that the inspectors set, not the row's.
        var lead = TwinPeople.Handler("门诊办");
        var reminder = $"请您办“{words.Title("限期整改")}”：期限12月10日 周五，还有3天。";
        await office.DayAsync(2021, 12, 6);
        (await TwinTroubles.MessagesAsync(office, lead)).ShouldNotContain(reminder);
        await office.DayAsync(2021, 12, 7);
        (await TwinTroubles.MessagesAsync(office, lead)).ShouldContain(reminder);

        await office.DayAsync(2021, 12, 8);
        await office.PressAsync(lead, words.Action("rectified"), form => form.Write("in.Report", "评价系统已上线"));
        await office.DayAsync(2021, 12, 9);
        foreach (var (login, _) in TwinPeople.Inspectors)
        {
            Signatures += await office.PressAllAsync(
                login, words.Action("accept"), form => form.Write("in.Report", "复验合格"), HttpOffice.InspectorsPage);
        }
    }

    /// <summary>销号: a leader's rows in one press; what lasts goes on in another.</summary>
    public async Task ClearAsync()
    {
        await office.DayAsync(2021, 12, 20);
        foreach (var leader in TwinPeople.Leaders)
        {
            var presses = await office.PressAllAsync(leader, words.Action("clear"));
            presses.ShouldBe(1, leader);
            Signatures += presses;
        }

        Signatures += await office.PressAllAsync(TwinPeople.Gu, words.Action("make-lasting"));
    }

    public async Task CloseAsync()
    {
        await office.DayAsync(2021, 12, 27);
        await office.PressAsync(TwinPeople.Clerk, words.Action("close"), path: _campaign);
    }

    public async Task<IReadOnlyList<string>> StagesAsync()
    {
        var clerk = await office.AsAsync(TwinPeople.Clerk);
        var stages = new List<string>();
        foreach (var item in _items)
        {
            stages.Add((await clerk.OpenAsync(item)).Text(".item-state .stage-mark") ?? "");
        }

        return stages;
    }

    private async Task AllAreAtAsync(string title) =>
        (await StagesAsync()).ShouldAllBe(stage => stage == words.Title(title));

    private static void Rejecting(WebForm form) => form
        .Write("in.Report", "抽查三个窗口，均无评价器。").Write("in.Reason", "服务评价系统未上线").Write("in.Date", new DateOnly(2021, 12, 10));

    private static void Reporting(WebForm form) => form.Write("in.Report", "各条均已落实，台账和佐证齐全。");
}
