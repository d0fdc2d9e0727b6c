using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Notices;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Approvals.IntegrationTests.Pages;

/// <summary>加签 on the page of a notice that is being countersigned, as the signers press it.</summary>
public sealed class AddSeatPageTests(AddSeatPageTests.Desk desk) : IClassFixture<AddSeatPageTests.Desk>
{
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
        var inbox = await desk.People.PageAsync(LoginOf("程立言"), "/");
        inbox.Body!.TextContent.ShouldContain("会签"); // every page has a body

        await desk.Office.PressAsync(notice, "同意", "程立言");
        await desk.Office.PressAsync(notice, "同意", "顾明溪");
        Seats(await PageAsync(notice, "linqinghe")).ShouldBe(["程立言 已签 顾明溪请其加签：涉及党建办", "顾明溪 已签", "林清和 待签"]);
        await desk.Office.PressAsync(notice, "同意", "林清和");
        (await desk.Office.LookAsync(notice)).Case.Stage.ShouldBe(new StageId("signing"));
        await desk.Office.ProveAsync();
    }

    [Theory]
    [InlineData("", "理由", "请选要加签的人。")]
    [InlineData("程立言", " ", "请写理由。")]
    [InlineData("林清和", "理由", "林清和在这一步已有自己的席位，一个人不占两席。")]
    [InlineData("叶秋水", "理由", "在“拟稿”办过的人不能在这一步签，也不能加签进来。")]
    public async Task What_cannot_be_added_is_said_in_one_sentence_and_what_was_typed_stays(string person, string reason, string sentence)
    {
        var notice = await CountersigningAsync();
        var form = await FormAsync(notice, "gumingxi");

        (await AddAsync(form, "gumingxi", person, Placing.After, reason)).ShouldBe(sentence);

        (await desk.Office.LookAsync(notice)).Case.Seats.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Who_does_not_sign_has_no_such_form_and_posting_it_all_the_same_adds_nobody()
    {
        var notice = await CountersigningAsync();
        (await PageAsync(notice, "heshujian")).QuerySelector("form[action='/add-seat']").ShouldBeNull();

        var form = await FormAsync(notice, "gumingxi");
        (await AddAsync(form, "heshujian", "程立言", Placing.Before, "理由")).ShouldBe("这一步不由您办。");
        (await desk.Office.LookAsync(notice)).Case.Seats.Length.ShouldBe(2);
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

    private Task<CaseId> CountersigningAsync() => desk.CountersigningAsync();

    private string LoginOf(string name) => desk.People.LoginOf(desk.Office.Person(name));

    private Task<IDocument> PageAsync(CaseId notice, string login) => desk.People.PageAsync(login, $"/notices/{notice.Value}");

    private async Task<IElement> FormAsync(CaseId notice, string login) =>
        (await PageAsync(notice, login)).QuerySelector("form[action='/add-seat']").ShouldNotBeNull();

    private static IEnumerable<string> Seats(IDocument page) => page.QuerySelectorAll(".seats li")
        .Select(li => string.Join(' ', li.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>What the person is told.</summary>
    private async Task<string> AddAsync(IElement form, string login, string person, Placing place, string reason)
    {
        Dictionary<string, string> fields = new()
        {
            ["person"] = person.Length == 0 ? "" : $"{desk.Office.Person(person).Value}",
            ["place"] = $"{place}",
            ["reason"] = reason,
        };
        foreach (var hidden in form.QuerySelectorAll("input[type=hidden]"))
        {
            fields[hidden.GetAttribute("name") ?? ""] = hidden.GetAttribute("value") ?? "";
        }

        fields.Remove("__RequestVerificationToken");
        var (status, page) = await desk.People.SendAsync(login, "/add-seat", fields);
        if (status == HttpStatusCode.Forbidden)
        {
            return page.QuerySelector("h1").ShouldNotBeNull().TextContent.Trim();
        }

        if (status == HttpStatusCode.OK)
        {
            (page.QuerySelector("textarea[name=reason]")?.TextContent.Trim()).ShouldBe(reason.Trim());
            return page.QuerySelector(".problems li").ShouldNotBeNull().TextContent.Trim();
        }

        status.ShouldBe(HttpStatusCode.Redirect);
        return (await desk.People.PageAsync(login, "/")).QuerySelector(".said").ShouldNotBeNull().TextContent.Trim();
    }

    /// <summary>The twin's office behind a running host.</summary>
    public sealed class Desk : IAsyncLifetime
    {
        private static readonly NoticeDraft Empty = new()
        {
            Number = null,
            Issuer = null,
            Title = null,
            Addressees = [],
            IssuedOn = null,
            PrintedOn = null,
            Cc = [],
            PlanTitle = null,
            Annexes = [],
            Sections = [],
            Items = [],
            Findings = [],
            Sources = new NoticeSources(null, null, null, null, null, null, null, null),
            Text = [],
        };

        private readonly TestDatabase _store = new();
        private WebApplication? _host;

        internal Office Office { get; private set; } = null!; // set before any test

        internal HttpOffice People { get; private set; } = null!; // as Office

        public async Task InitializeAsync()
        {
            await _store.InitializeAsync();
            await _store.SetClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
            Office = await Office.OpenAsync(_store);
            People = await HttpOffice.OpenAsync(_store, Office.Unit);
            _host = await _store.StartHostAsync();
            People.Address = new Uri(_host.Urls.First());
        }

        public async Task DisposeAsync()
        {
            if (_host is not null)
            {
                await _host.DisposeAsync();
            }

            await _store.DisposeAsync();
        }

        /// <summary>A notice in the hands of its two countersigners, with a text that its page can show.</summary>
        internal async Task<CaseId> CountersigningAsync()
        {
            var notice = await Office.DraftAsync();
            await using (var admin = new NpgsqlConnection(_store.AdminConnection))
            {
                await admin.ExecuteAsync(
                    "UPDATE notice SET draft = @draft::jsonb WHERE case_id = @id",
                    new { draft = JsonSerializer.Serialize(Empty, NoticeJson.Options), id = notice.Value });
            }

            await Office.PressAsync(notice, "送核稿");
            await Office.PressAsync(notice, "同意");
            return notice;
        }
    }
}
