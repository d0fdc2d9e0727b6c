using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Dom;
using Approvals.Web.Features.Cases;

namespace Approvals.IntegrationTests.Pages;

/// <summary>转办, 认领, 催办, 外出委托 and 抄送我的, as a browser without scripts does them.</summary>
public sealed class HandPagesTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task What_a_head_hands_to_a_colleague_leaves_his_inbox_and_comes_to_the_other()
    {
        var item = await WorkingAsync("2", "护理部", "贾淑云");
        using var head = await split.SignedInAsync(await LoginAsync("贾淑云"));
        using var colleague = await split.SignedInAsync(await LoginAsync("钟毓秀"));
        var page = await SplitCampaign.PageAsync(head, item);
        var form = FormOf(page, HandKind.Transfer);
        form.QuerySelectorAll("select[name=who] option").Select(o => o.TextContent.Trim()).ShouldContain(o => o.StartsWith("钟毓秀"));
        form.QuerySelectorAll("select[name=who] option").Select(o => o.TextContent.Trim()).ShouldNotContain(o => o.StartsWith("唐雨桐"));

        (await SendAsync(head, form, ("who", "钟毓秀"), ("in.Reason", ""))).ShouldContain("请写理由");
        (await SendAsync(head, form, ("who", "钟毓秀"), ("in.Reason", "出差一周"))).ShouldContain("已转办");

        page = await SplitCampaign.PageAsync(head, item);
        page.QuerySelectorAll("form.act:not(.hand) button").Select(b => b.TextContent).ShouldNotContain("提交");
        page.Body!.TextContent.ShouldContain("已转钟毓秀办理");
        page.Body!.TextContent.ShouldContain("出差一周");
        (await SplitCampaign.PageAsync(head, "/")).Body!.TextContent.ShouldNotContain("改善病区环境");
        var inbox = await SplitCampaign.PageAsync(colleague, "/");
        inbox.Body!.TextContent.ShouldContain("改善病区环境");
        await split.ProveAsync();
    }

    [Fact]
    public async Task What_a_head_has_handed_on_he_takes_back_with_a_reason_and_the_story_says_so()
    {
        var item = await WorkingAsync("1", "医务科", null);
        var (handler, headLogin) = await HandlersAsync("医务科");
        using var head = await split.SignedInAsync(headLogin);
        using var colleague = await split.SignedInAsync(handler);
        var name = await NameAsync(handler);
        (await SendAsync(head, FormOf(await SplitCampaign.PageAsync(head, item), HandKind.Transfer), ("who", name), ("in.Reason", "请先摸底")))
            .ShouldContain("已转办");
        var held = await SplitCampaign.PageAsync(head, item);
        held.QuerySelectorAll("form.act:not(.hand) button").Select(b => b.TextContent).ShouldNotContain("提交");

        (await SendAsync(head, FormOf(held, HandKind.TakeBack), ("in.Reason", ""))).ShouldContain("请写理由");
        (await SendAsync(head, FormOf(await SplitCampaign.PageAsync(head, item), HandKind.TakeBack), ("in.Reason", "我自己办")))
            .ShouldContain("已收回，由原来的人办理。");

        var page = await SplitCampaign.PageAsync(head, item);
        page.QuerySelectorAll("form.act:not(.hand) button").Select(b => b.TextContent).ShouldContain("提交");
        page.QuerySelectorAll("form").Any(f => f.QuerySelector($"input[name=kind][value={HandKind.TakeBack}]") is not null).ShouldBeFalse();
        page.QuerySelector(".story").ShouldNotBeNull().TextContent.ShouldContain("收回");
        page.Body!.TextContent.ShouldContain("我自己办");
        (await SplitCampaign.PageAsync(colleague, "/")).Body!.TextContent.ShouldContain("建立一站式服务"); // his department's again
        await split.ProveAsync();
    }

    [Fact]
    public async Task Who_claims_a_seat_has_it_and_the_head_puts_it_back()
    {
        var item = await WorkingAsync("4", "质管办", null);
        var (first, second) = await HandlersAsync("质管办");
        using var claimer = await split.SignedInAsync(first);
        using var head = await split.SignedInAsync(second);

        (await SendAsync(claimer, FormOf(await SplitCampaign.PageAsync(claimer, item), HandKind.Claim))).ShouldContain("已认领");
        var page = await SplitCampaign.PageAsync(head, item);
        page.Body!.TextContent.ShouldContain("已认领");
        page.QuerySelectorAll("form.act:not(.hand) button").Select(b => b.TextContent).ShouldNotContain("提交");
        (await SendAsync(head, FormOf(page, HandKind.Release))).ShouldContain("已放回");
        (await SplitCampaign.PageAsync(head, item)).QuerySelectorAll("form.act:not(.hand) button").Select(b => b.TextContent)
            .ShouldContain("提交");
        await split.ProveAsync();
    }

    [Fact]
    public async Task The_office_presses_once_a_day_and_the_department_reads_it()
    {
        var item = await WorkingAsync("3", "中西药剂", null);
        using var office = await split.SignedInAsync(await LoginAsync("叶秋水"));

        (await SendAsync(office, FormOf(await SplitCampaign.PageAsync(office, item), HandKind.Nudge))).ShouldContain("已催办");
        (await SplitCampaign.PageAsync(office, item)).Body!.TextContent.ShouldContain("催办（告知");
        await split.ProveAsync();
    }

    [Fact]
    public async Task Who_is_away_says_so_and_his_proxy_finds_and_does_his_work()
    {
        var item = await WorkingAsync("1", "门诊办", null);
        var (absent, _) = await HandlersAsync("门诊办");
        using var away = await split.SignedInAsync(absent);
        var page = await SplitCampaign.PageAsync(away, "/absences");
        var form = (IHtmlFormElement)page.QuerySelector("#say-absence").ShouldNotBeNull();

        (await SendAsync(away, form, ("proxy", "陶安然"), ("from", "2021-06-01"), ("until", "2021-06-03"))).ShouldContain("不能补登");
        (await SendAsync(away, form, ("proxy", "陶安然"), ("from", "2021-06-02"), ("until", "2021-06-03"))).ShouldContain("已登记");
        (await SendAsync(away, form, ("proxy", "陶安然"), ("from", "2021-06-03"), ("until", "2021-06-05"))).ShouldContain("已经登记外出");

        using var proxy = await split.SignedInAsync(await LoginAsync("陶安然"));
        (await SplitCampaign.PageAsync(proxy, "/")).Body!.TextContent.ShouldContain("建立一站式服务");
        var panel = (await SplitCampaign.PageAsync(proxy, item)).QuerySelectorAll("form.act:not(.hand)")
            .OfType<IHtmlFormElement>().First(f => f.QuerySelector("input[name=for]") is not null);
        panel.TextContent.ShouldContain("外出，您代办");
        (await SendAsync(proxy, panel, "progress", ("in.Report", "过半"))).ShouldNotContain("不由您办");
        (await SplitCampaign.PageAsync(proxy, item)).Body!.TextContent.ShouldContain("代");

        (await SendAsync(away, (IHtmlFormElement)(await SplitCampaign.PageAsync(away, "/absences"))
            .QuerySelector(".absence form").ShouldNotBeNull())).ShouldContain("已取消");
        (await SplitCampaign.PageAsync(proxy, "/")).Body!.TextContent.ShouldNotContain("建立一站式服务");
        await split.ProveAsync();
    }

    [Fact]
    public async Task A_stranger_says_nothing_of_others()
    {
        using var client = await split.SignedInAsync(await LoginAsync("陶安然"));
        var form = (IHtmlFormElement)(await SplitCampaign.PageAsync(client, "/absences")).QuerySelector("#say-absence").ShouldNotBeNull();
        form.QuerySelector("[name=person]").ShouldBeNull();

        var gu = (await split.UserAsync("顾明溪")).Person.Id.Value;
        (await SendAsync(client, form, ("person", $"{gu}"), ("proxy", "贾淑云"), ("from", "2021-06-10"), ("until", "2021-06-11")))
            .ShouldContain("只能登记自己");
    }

    [Fact]
    public async Task The_list_of_copies_is_empty_before_anything_is_copied()
    {
        using var client = await split.SignedInAsync(await LoginAsync("陶安然"));

        (await SplitCampaign.PageAsync(client, "/copies")).Body!.TextContent.ShouldContain("还没有抄送给您的件");
    }

    /// <summary>The branch of that department, signed for, on its item's page.</summary>
    private async Task<string> WorkingAsync(string no, string body, string? by)
    {
        var item = await split.ItemAsync(no);
        var branch = (await split.AllAsync()).Single(l => l.Case.Parent == item.Case.Id && Names.Seat(l.Case.Seats[0], l) == body);
        if (branch.Workflow.Stages[0].Id == branch.Case.Stage)
        {
            var (_, head) = await HandlersAsync(body);
            await split.PressAsync(branch.Case.Id, by ?? await NameAsync(head), "签收");
        }

        return $"/items/{item.Case.Id.Value}";
    }

    /// <summary>The logins of a handler and of the head of the department.</summary>
    private async Task<(string Handler, string Head)> HandlersAsync(string body)
    {
        var directory = await split.DirectoryAsync();
        var id = directory.Names.BodyCalled(body, SplitCampaign.Today).ShouldNotBeNull();
        var posts = directory.Directory.PostsIn(id, SplitCampaign.Today).ToList();
        return (
            await split.LoginAsync(posts.First(p => p.Role.Value == "handler").Person),
            await split.LoginAsync(posts.First(p => p.Role.Value == "head").Person));
    }

    private async Task<string> NameAsync(string login)
    {
        foreach (var person in (await split.DirectoryAsync()).Directory.People.Values)
        {
            if (await split.LoginAsync(person.Id) == login)
            {
                return person.Name;
            }
        }

        throw new InvalidOperationException($"nobody signs in as {login}");
    }

    private async Task<string> LoginAsync(string name) => await split.LoginAsync((await split.UserAsync(name)).Person.Id);

    private static IHtmlFormElement FormOf(IHtmlDocument page, HandKind kind) => page.QuerySelectorAll("form")
        .OfType<IHtmlFormElement>().First(f => f.QuerySelector($"input[name=kind][value={kind}]") is not null);

    private static Task<string> SendAsync(HttpClient client, IHtmlFormElement form, params (string Field, string Value)[] typed) =>
        SendAsync(client, form, null, typed);

    /// <summary>What the page says after it; a choice is given by its title.</summary>
    private static async Task<string> SendAsync(
        HttpClient client, IHtmlFormElement form, string? act, params (string Field, string Value)[] typed)
    {
        var fields = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => (Name: i.GetAttribute("name") ?? "", Value: i.GetAttribute("value") ?? "")).Where(f => f.Name.Length > 0)
            .Select(f => f.Name == "key" ? (f.Name, Value: RandomNumberGenerator.GetHexString(32, lowercase: true)) : f)
            .Concat(typed.Select(t => (Name: t.Field, Value: Chosen(form, t.Field, t.Value))))
            .Concat(act is null ? [] : [("act", act)]);
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }

        using var answer = await client.PostAsync(form.GetAttribute("action"), content);
        if (answer.StatusCode != HttpStatusCode.Redirect)
        {
            return await answer.Content.ReadAsStringAsync();
        }

        return await client.GetStringAsync(answer.Headers.Location);
    }

    private static string Chosen(IHtmlFormElement form, string field, string title) =>
        form.QuerySelectorAll($"select[name='{field}'] option").OfType<IHtmlOptionElement>()
            .FirstOrDefault(o => o.Text.Trim().StartsWith(title, StringComparison.Ordinal) && o.Value.Length > 0)?.Value ?? title;
}
