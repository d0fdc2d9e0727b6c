using System.Net;
using AngleSharp.Dom;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Microsoft.AspNetCore.Builder;

namespace Approvals.IntegrationTests.Pages;

/// <summary>加签 on the page of a notice that is being countersigned, as the signers press it.</summary>
public sealed class AddSeatPageTests(TestDatabase store) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private WebApplication _host = null!; // set before any test
    private Office _office = null!; // as the host
    private HttpOffice _people = null!; // as the host

    public async Task InitializeAsync()
    {
        await store.SetClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        _office = await Office.OpenAsync(store);
        _people = await HttpOffice.OpenAsync(store, _office.Unit);
        _host = await store.StartHostAsync();
        _people.Address = new Uri(_host.Urls.First());
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_signer_has_a_colleague_sign_before_him_and_waits_until_that_one_has()
    {
        var notice = await CountersigningAsync();
        var form = await FormAsync(notice, "gumingxi");
        form.QuerySelectorAll("option").Select(o => o.TextContent).ShouldContain("程立言");
        form.QuerySelectorAll("option").Select(o => o.TextContent).ShouldNotContain("林清和", "he has a seat already");

        (await AddAsync(form, "gumingxi", "程立言", Placing.Before, "涉及党建办")).ShouldBe("已请他加签。");

        var page = await PageAsync(notice, "gumingxi");
        page.QuerySelector("form[action='/add-seat']").ShouldBeNull("he waits");
        Seats(page).ShouldBe(["程立言 待签 顾明溪请其加签：涉及党建办", "顾明溪 轮候", "林清和 待签"]);
        var inbox = await _people.PageAsync(LoginOf("程立言"), "/");
        inbox.Body!.TextContent.ShouldContain("会签"); // every page has a body

        await _office.PressAsync(notice, "同意", "程立言");
        await _office.PressAsync(notice, "同意", "顾明溪");
        Seats(await PageAsync(notice, "linqinghe")).ShouldBe(["程立言 已签 顾明溪请其加签：涉及党建办", "顾明溪 已签", "林清和 待签"]);
        await _office.PressAsync(notice, "同意", "林清和");
        (await _office.LookAsync(notice)).Case.Stage.ShouldBe(new StageId("signing"));
        await _office.ProveAsync();
    }

    [Theory]
    [InlineData("", "理由", "请选要加签的人。")]
    [InlineData("程立言", " ", "请写理由。")]
    [InlineData("林清和", "理由", "一人在一步里只有一席：他已经有一席，或已经签过。")]
    [InlineData("叶秋水", "理由", "在“拟稿”办过的人不能在这一步签，也不能加签进来。")]
    public async Task What_cannot_be_added_is_said_in_one_sentence_and_what_was_typed_stays(string person, string reason, string sentence)
    {
        var notice = await CountersigningAsync();
        var form = await FormAsync(notice, "gumingxi");

        (await AddAsync(form, "gumingxi", person, Placing.After, reason)).ShouldBe(sentence);

        (await _office.LookAsync(notice)).Case.Seats.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Who_does_not_sign_has_no_such_form_and_posting_it_all_the_same_adds_nobody()
    {
        var notice = await CountersigningAsync();
        (await PageAsync(notice, "heshujian")).QuerySelector("form[action='/add-seat']").ShouldBeNull();

        var form = await FormAsync(notice, "gumingxi");
        (await AddAsync(form, "heshujian", "程立言", Placing.Before, "理由")).ShouldBe("这一步不由您办。");
        (await _office.LookAsync(notice)).Case.Seats.Length.ShouldBe(2);
    }

    [Fact]
    public async Task The_story_tells_who_asked_whom_to_sign_and_why()
    {
        var notice = await CountersigningAsync();
        await AddAsync(await FormAsync(notice, "gumingxi"), "gumingxi", "程立言", Placing.After, "涉及党建办");

        var story = (await PageAsync(notice, "gumingxi")).Body!.TextContent; // every page has a body
        story.ShouldContain("请程立言加签，“顾明溪”签过他再签");
        story.ShouldContain("涉及党建办");
    }

    private async Task<CaseId> CountersigningAsync()
    {
        var notice = await _office.DraftAsync();
        await _office.PressAsync(notice, "送核稿");
        await _office.PressAsync(notice, "同意");
        return notice;
    }

    private string LoginOf(string name) => _people.LoginOf(_office.Person(name));

    private Task<IDocument> PageAsync(CaseId notice, string login) => _people.PageAsync(login, $"/notices/{notice.Value}");

    private async Task<IElement> FormAsync(CaseId notice, string login) =>
        (await PageAsync(notice, login)).QuerySelector("form[action='/add-seat']").ShouldNotBeNull();

    private static IEnumerable<string> Seats(IDocument page) => page.QuerySelectorAll(".seats li")
        .Select(li => string.Join(' ', li.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>What the person is told.</summary>
    private async Task<string> AddAsync(IElement form, string login, string person, Placing place, string reason)
    {
        Dictionary<string, string> fields = new()
        {
            ["person"] = person.Length == 0 ? "" : $"{_office.Person(person).Value}",
            ["place"] = $"{place}",
            ["reason"] = reason,
        };
        foreach (var hidden in form.QuerySelectorAll("input[type=hidden]"))
        {
            fields[hidden.GetAttribute("name") ?? ""] = hidden.GetAttribute("value") ?? "";
        }

        fields.Remove("__RequestVerificationToken");
        var (status, page) = await _people.SendAsync(login, "/add-seat", fields);
        if (status == HttpStatusCode.OK)
        {
            (page.QuerySelector("textarea[name=reason]")?.TextContent.Trim()).ShouldBe(reason.Trim());
            return page.QuerySelector(".problems li").ShouldNotBeNull().TextContent.Trim();
        }

        status.ShouldBe(HttpStatusCode.Redirect);
        return (await _people.PageAsync(login, "/")).QuerySelector(".said").ShouldNotBeNull().TextContent.Trim();
    }
}
