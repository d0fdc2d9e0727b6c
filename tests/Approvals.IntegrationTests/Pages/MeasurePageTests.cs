using System.Collections.Immutable;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.Pages;

/// <summary>A split notice of which one row recurs on days and another every quarter, and whose 报进展 asks for a number.</summary>
public sealed class MeasuredCampaign : IAsyncLifetime
{
    public SplitCampaign Split { get; } = new()
    {
        Workflows = Workflows(),
        Recurrences = ImmutableDictionary<string, string>.Empty
            .Add("1", "FREQ=WEEKLY;BYDAY=TU,FR 08:00-12:00").Add("2", "FREQ=MONTHLY;INTERVAL=3"),
    };

    public Task InitializeAsync() => Split.InitializeAsync();

    public Task DisposeAsync() => Split.DisposeAsync();

    private static string Workflows()
    {
        const string Reports = "needs: [report], takes: [evidence]}";
        var folder = TestCluster.NewFolder();
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.yaml"))
        {
            var text = File.ReadAllText(path);
            var progress = text.IndexOf("progress: {", StringComparison.Ordinal);
            var at = progress < 0 ? -1 : text.IndexOf(Reports, progress, StringComparison.Ordinal);
            File.WriteAllText(
                Path.Combine(folder, Path.GetFileName(path)),
                at < 0 ? text : text[..at] + "needs: [report, {number: rate, title: VTE评估率, unit: \"%\", at_least: 0, at_most: 100}]}"
                    + text[(at + Reports.Length)..]);
        }

        return folder;
    }
}

/// <summary>What the pages say of numbers and of what recurs, and what they take.</summary>
public sealed class MeasurePageTests(MeasuredCampaign campaign) : IClassFixture<MeasuredCampaign>
{
    private SplitCampaign Split => campaign.Split;

    [Fact]
    public async Task A_clinic_is_called_off_on_the_items_page_and_the_count_and_the_story_say_so()
    {
        var item = (await Split.ItemAsync("1")).Case.Id;
        using var head = await SignedInAsync("门诊办");
        var before = (await SplitCampaign.PageAsync(head, $"/items/{item.Value}")).QuerySelector(".duty-sheet").ShouldNotBeNull();
        Text(before).ShouldContain("每周二、周五 8:00–12:00");
        Text(before.QuerySelector(".duty-count").ShouldNotBeNull())
            .ShouldBe("到今天开展0次，停诊0次，改期0次；到2021年6月30日共8次。");
        before.QuerySelectorAll(".duty-next li").Select(Text).ShouldBe(["6月4日 周五", "6月8日 周二", "6月11日 周五"]);

        (await PressAsync(head, before, "call-off", ("in.Day-Held", "2021-06-08"), ("in.Reason", "药师外出培训")))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = await SplitCampaign.PageAsync(head, $"/items/{item.Value}");
        var after = page.QuerySelector(".duty-sheet").ShouldNotBeNull();
        Text(after.QuerySelector(".duty-count").ShouldNotBeNull()).ShouldContain("到2021年6月30日共7次");
        after.QuerySelectorAll(".duty-next li").Select(Text).ShouldBe(["6月4日 周五", "6月11日 周五", "6月15日 周二"]);
        after.QuerySelectorAll(".duty-exceptions li").Select(Text).ShouldBe(["2021年6月8日停。"]);
        Text(page.QuerySelector(".story").ShouldNotBeNull()).ShouldContain("药师外出培训 2021年6月8日停。");
    }

    [Fact]
    public async Task A_day_that_is_none_of_its_days_is_refused_in_one_sentence_beside_its_field()
    {
        var item = (await Split.ItemAsync("1")).Case.Id;
        using var head = await SignedInAsync("门诊办");
        var duty = (await SplitCampaign.PageAsync(head, $"/items/{item.Value}")).QuerySelector(".duty-sheet").ShouldNotBeNull();

        using var answer = await PressAsync(
            head, duty, "put-off", ("in.Day-Held", "2021-06-11"), ("in.Day-Free", "2021-06-14"), ("in.Reason", "搬家"));

        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        page.QuerySelectorAll(".field-problem").Select(Text)
            .ShouldBe(["“改到哪天”请选一个原来不开展的日子，不能是法定节假日，也不能早于例行任务开始的日子。"]);
        page.QuerySelector("input[name='in.Day-Free']").ShouldNotBeNull().GetAttribute("value").ShouldBe("2021-06-14");
    }

    [Fact]
    public async Task A_report_of_the_quarter_moves_its_due_date_to_the_next()
    {
        var item = (await Split.ItemAsync("2")).Case.Id;
        using var head = await SignedInAsync("护理部");
        var duty = (await SplitCampaign.PageAsync(head, $"/items/{item.Value}")).QuerySelector(".duty-sheet").ShouldNotBeNull();
        Text(duty).ShouldContain("每季度");
        // The item itself is due on 4 June: nothing is due after it.
        Text(duty).ShouldContain("6月4日");

        (await PressAsync(head, duty, "report-period", ("in.Report", "二季度已做"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = await SplitCampaign.PageAsync(head, $"/items/{item.Value}");
        Text(page.QuerySelector(".story").ShouldNotBeNull()).ShouldContain("2021年6月4日到期的一期已报，以后不再要报。");
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("101")]
    [InlineData("99.12345")]
    public async Task A_bad_number_is_refused_in_one_sentence_and_comes_back_as_typed(string typed)
    {
        var (item, panel, client) = await WorkingAsync();
        using var answer = await PressAsync(client, panel, "progress", ("in.Report", "进展"), ("in.Number-rate", typed));

        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        page.QuerySelectorAll(".field-problem").Select(Text).ShouldBe(["“VTE评估率”请填一个数，0 到 100% 之间，最多四位小数。"], $"{item}");
        (page.QuerySelector("input[name='in.Number-rate']").ShouldNotBeNull().GetAttribute("value") ?? "").ShouldBe(typed);
        client.Dispose();
    }

    [Fact]
    public async Task A_number_stands_on_the_items_page_with_its_unit_and_in_the_story()
    {
        var (item, panel, client) = await WorkingAsync();
        var field = panel.QuerySelector("input[name='in.Number-rate']").ShouldNotBeNull();
        (field.GetAttribute("type"), field.GetAttribute("min"), field.GetAttribute("max")).ShouldBe(("number", "0", "100"));

        (await PressAsync(client, panel, "progress", ("in.Report", "进展"), ("in.Number-rate", "98.5"))).StatusCode
            .ShouldBe(HttpStatusCode.Redirect);

        var page = await SplitCampaign.PageAsync(client, $"/items/{item.Value}");
        Text(page.QuerySelector(".measures").ShouldNotBeNull()).ShouldBe("指标 VTE评估率98.5% 中西药剂");
        Text(page.QuerySelector(".story").ShouldNotBeNull()).ShouldContain("VTE评估率 98.5%");
        client.Dispose();
    }

    /// <summary>A part that is being worked on, its form, and the browser of its department's head.</summary>
    private async Task<(CaseId Item, IElement Panel, HttpClient Client)> WorkingAsync()
    {
        var item = (await Split.ItemAsync("3")).Case.Id;
        var branch = (await Split.AllAsync()).Single(l => l.Case.Parent == item && !l.Workflow.Recurs);
        if (branch.Workflow.TitleOf(branch.Case.Stage) == "待签收")
        {
            await Split.PressAsync(branch.Case.Id, (await HeadAsync("中西药剂")).Name, "签收");
        }

        var client = await SignedInAsync("中西药剂");
        var page = await SplitCampaign.PageAsync(client, $"/items/{item.Value}");
        return (item, page.QuerySelectorAll("form.act").First(f => f.QuerySelector("button[value=progress]") is not null), client);
    }

    private async Task<HttpClient> SignedInAsync(string body) =>
        await Split.SignedInAsync(await Split.LoginAsync((await HeadAsync(body)).Id));

    private async Task<Engine.Directories.Person> HeadAsync(string body)
    {
        var snapshot = await Split.DirectoryAsync();
        var id = snapshot.Names.BodyCalled(body, SplitCampaign.Today).ShouldNotBeNull();
        var head = snapshot.Directory.PostsIn(id, SplitCampaign.Today).First(p => p.Role.Value == "head").Person;
        return snapshot.Directory.People[head];
    }

    /// <summary>The form as a browser sends it, with what was typed into it.</summary>
    private static async Task<HttpResponseMessage> PressAsync(
        HttpClient client, IElement within, string action, params (string Name, string Value)[] typed)
    {
        var form = within.Matches("form") ? within : within.QuerySelectorAll("form.act")
            .First(f => f.QuerySelector($"button[value={action}]") is not null);
        var fields = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => (Name: i.GetAttribute("name") ?? "", Value: i.GetAttribute("value") ?? ""))
            .Concat(typed).Append((Name: "act", Value: action));
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await client.PostAsync("/act", content);
    }

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
