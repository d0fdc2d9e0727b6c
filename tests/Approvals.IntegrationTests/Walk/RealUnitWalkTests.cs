using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.Walk;

/// <summary>绍市中医党〔2021〕18号 itself, in its own unit, over HTTP: read, and brought in through both doors.</summary>
public sealed class RealUnitWalkTests : IAsyncLifetime
{
    private const string Registrar = "sx-wenshu";
    private const string Divide = "divide";
    private const string Unsettled = "还有差异没有裁定或事项没有确认，处理完才能拆分下达。";

    internal static readonly DraftPeople People = new(
        "sx-bangongshi-jingban", ["sx-bangongshi"],
        [("sx-zhangjianrong", "张建荣"), ("sx-guanlili", "官莉莉"), ("sx-shaojingsong", "邵静松"), ("sx-zhouzhongdong", "周忠东")],
        "sx-shuji", Registrar);

    /// <summary>Leaders, departments and proposed date of each row, as the annex has them.</summary>
    private static readonly string[] Rows =
    [
        "张建荣 | 医务科牵头、党建办 | 2021-06-30",
        "张建荣 | 党建办牵头 | ",
        "官莉莉 | 医务科牵头、门诊办、临床药学、中西药剂 | ",
        "官莉莉 | 门诊办牵头 | ",
        "官莉莉、邵静松 | 门诊办牵头、护理部 | ",
        "官莉莉、周忠东、邵静松 | 门诊办牵头原文写“各窗口科室”，由其归口汇总 | ",
        "邵静松 | 医务科牵头、护理部 | ",
        "官莉莉、邵静松 | 医务科牵头、质控办 | ",
        "张建荣 | 纪检监察室牵头、门诊办、医患办 | ",
        "邵静松 | 医务科牵头 | 2021-12-31",
    ];

    /// <summary>The differences of domain.md section 0, each by what its one sentence quotes.</summary>
    private static readonly string[] Differences =
    [
        "发挥特色优势，开展‘越医送健康’活动|发挥中医特色，开展‘越医送健康’", "发挥中医药特色优势|组织", "6月前|录制",
        "中药快递等服务|中药快速等服务", "提升患者体验|改善患者体验", "全年|推广中医药适宜技术", "（五）|完善服务措施",
        "专题实践活动方案|为民’实践活动方案", "确保实践活动|没有说完", "由各病区牵头|门诊办、护理部", "中药剂、西药剂|中西药剂",
        "抄送：中共绍兴市卫生健康委员会委员会|句号",
    ];

    /// <summary>Whose inbox gets the branches of which rows.</summary>
    private static readonly Dictionary<string, int[]> Owners = new()
    {
        ["sx-yiwuke-jingban"] = [1, 3, 7, 8, 10],
        ["sx-dangjianban-jingban"] = [1, 2],
        ["sx-menzhenban-jingban"] = [3, 4, 5, 6, 9],
        ["sx-linchuangyaoxue-jingban"] = [3],
        ["sx-zhongxiyaoji-jingban"] = [3],
        ["sx-hulibu-jingban"] = [5, 7],
        ["sx-zhikongban-jingban"] = [8],
        ["sx-jijian-jingban"] = [9],
        ["sx-yihuanban-jingban"] = [9],
    };

    private readonly TestDatabase _store = new();

    public Task InitializeAsync() => _store.InitializeAsync();

    public Task DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_notice_is_registered_ruled_on_and_split_and_its_text_walks_from_the_draft_to_the_next_number()
    {
        await using var office = await HttpOffice.OpenAsync(_store, ShippedUnit.Real, SampleText.IssuedOn);

        var page = await RegisterAsync(office);
        ShowsWhatStandsInIt(page);
        await HalfDoneKeepsItselfAsync(office, page);
        await SplitsOnlyWhenAllIsSettledAsync(office, page.Path);
        await EachDepartmentHasItsBranchesAsync(office);
        await IsRegisteredOnceAsync(office);

        await office.DayAsync(2021, 6, 3);
        var (_, number) = await new DraftWalk(office, WalkWords.AsShipped, People, new(2021, 6, 3))
            .ToIssueAsync(SampleText.Unissued(await File.ReadAllTextAsync(SampleText.Txt)));
        number.ShouldBe("绍市中医党〔2021〕19号");
    }

    private static async Task<WebPage> RegisterAsync(HttpOffice office)
    {
        var docx = await File.ReadAllBytesAsync(SampleText.Docx);
        var page = await NoticeDesk.BringInAsync(
            await office.AsAsync(Registrar), NoticeDesk.Elsewhere, "sx-tcm-2021-18.docx", docx);
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        return page;
    }

    private static void ShowsWhatStandsInIt(WebPage page)
    {
        page.Text("h1").ShouldBe("中共绍兴市中医院委员会印发《关于开展“护佑健康·医心为民”专题实践活动方案》的通知");
        page.Text(".page-over").ShouldNotBeNull().ShouldStartWith("绍市中医党〔2021〕18号");
        page.Texts("#facts ~ dl dd").Take(5).ShouldBe(
            ["绍市中医党〔2021〕18号", "中共绍兴市中医院委员会", "各支部、各科室", "2021年6月2日", "2021年6月2日"]);
        Enumerable.Range(1, 10).Select(no => NoticeDesk.Row(page, no)).ShouldBe(Rows);
        page.Text("#row-1-due-hint").ShouldNotBeNull().ShouldContain("6月前");
        page.Text("#row-10-due-hint").ShouldNotBeNull().ShouldContain("全年");

        var sentences = page.Texts(".difference-sentence").ToList();
        foreach (var quotes in Differences.Select(d => d.Split('|')))
        {
            sentences.ShouldContain(s => quotes.All(q => s.Contains(q, StringComparison.Ordinal)),
                $"{string.Join(" … ", quotes)}: {string.Join('\n', sentences)}");
        }
    }

    /// <summary>Some are ruled on, one row is begun; another browser sees it.</summary>
    private static async Task HalfDoneKeepsItselfAsync(HttpOffice office, WebPage page)
    {
        page = await NoticeDesk.RuleAsync(page, [1, 2, 3]);
        await page.FormIn("#row-2").Write("standard", "每季度结对活动一次").PressAsync("save", "keep");

        using var another = await Browser.SignInAsync(office.Address, Registrar, office.Password);
        var seen = await another.OpenAsync(page.Path);
        NoticeDesk.Ruled(seen).ShouldBe(3);
        NoticeDesk.Confirmed(seen).ShouldBe(0);
        seen.Value("#row-2-standard").ShouldBe("每季度结对活动一次");
        seen.Actions.ShouldNotContain(Divide);
        seen.Text(".not-now").ShouldNotBeNull().ShouldSatisfyAllConditions(
            said => said.ShouldContain(Unsettled), said => said.ShouldContain("没有确认的事项 10 项）"));
        (await seen.Offering("discard").ForgeAsync(Divide)).Problems.ShouldContain(Unsettled);
    }

    private static async Task SplitsOnlyWhenAllIsSettledAsync(HttpOffice office, string path)
    {
        var clerk = await office.AsAsync(Registrar);
        var page = await clerk.OpenAsync(path);
        page = await NoticeDesk.RuleAsync(page, Enumerable.Range(4, NoticeDesk.Differences(page) - 3));
        page.Actions.ShouldNotContain(Divide);
        await NoticeDesk.ConfirmAllAsync(page, _ => new DateOnly(2021, 11, 30));

        page = await office.PressAsync(Registrar, Divide, path: path);
        page.Count("#work a[href^='/campaigns/']").ShouldBe(1);
        page.Links("details.row-card a[href^='/items/']").Distinct().Count().ShouldBe(10);
        page.Count("details.difference form, details.row-card form").ShouldBe(0, "nothing of it is edited any more");
        // The order of the annex outlives the form: who is named first leads.
        page.Texts("#row-9 .name-mark").ShouldBe(["纪检监察室牵头", "门诊办", "医患办"]);
        page.Text("#row-6 .row-sum").ShouldNotBeNull().ShouldStartWith("官莉莉、周忠东、邵静松");
    }

    private static async Task EachDepartmentHasItsBranchesAsync(HttpOffice office)
    {
        var titles = (await (await office.AsAsync(Registrar)).OpenAsync((await NoticesAsync(office)).Single()))
            .Texts(".row-title").ToList();
        foreach (var (login, rows) in Owners)
        {
            var inbox = await (await office.AsAsync(login)).OpenAsync("/");
            inbox.Offers("acknowledge").Select(f => titles.IndexOf(f.Heading) + 1).Order().ToArray().ShouldBe(rows, login);
        }
    }

    private static async Task<IEnumerable<string>> NoticesAsync(HttpOffice office) =>
        (await (await office.AsAsync(Registrar)).OpenAsync("/notices")).Links(".notice-list h3 a");

    /// <summary>The .txt of the same is the same notice.</summary>
    private static async Task IsRegisteredOnceAsync(HttpOffice office)
    {
        var txt = await File.ReadAllBytesAsync(SampleText.Txt);
        var page = await NoticeDesk.BringInAsync(
            await office.AsAsync(Registrar), NoticeDesk.Elsewhere, "sx-tcm-2021-18.txt", txt);
        page.Problems.ShouldBe("“绍市中医党〔2021〕18号”已经登记过，请在公文列表里找它。");
        (await NoticesAsync(office)).Count().ShouldBe(1);
    }
}
