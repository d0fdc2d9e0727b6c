using Approvals.Tests.Screening;
namespace Approvals.IntegrationTests.Walk;

/// <summary>Who walks a draft: logins, and the leaders by their names.</summary>
internal sealed record DraftPeople(
    string Drafter, string[] Checkers, (string Login, string Name)[] Leaders, string Signatory, string Registrar);

/// <summary>在此起草: the same text from its draft to its number (domain 1A, D1 to D10).</summary>
/// <param name="day">On which the draft is brought in.</param>
internal sealed class DraftWalk(HttpOffice office, WalkWords words, DraftPeople people, DateOnly day)
{
    private const string Unruled = "还有差异没有裁定或事项没有确认";

    private string _notice = "";

    private (string Login, string Name) First => people.Leaders[0];

    private (string Login, string Name) Second => people.Leaders[1];

    /// <summary>Returns the notice's address and the number it was given.</summary>
    public async Task<(string Path, string Number)> ToIssueAsync(string text)
    {
        await DraftAsync(text);
        await CountersignAsync();
        await SignAsync();
        return (_notice, await IssueAsync());
    }

    /// <summary>Everything but the last difference is settled before it goes round.</summary>
    private async Task DraftAsync(string text)
    {
        var drafter = await office.AsAsync(people.Drafter);
        var page = await NoticeDesk.BringInAsync(
            drafter, NoticeDesk.Here, "活动通知（送审）.txt", System.Text.Encoding.UTF8.GetBytes(text));
        page.Problems.ShouldBeEmpty();
        _notice = page.Path;
        page.Text("#facts ~ dl").ShouldNotBeNull().ShouldNotContain("〔");
        page = await NoticeDesk.RuleAsync(page, Enumerable.Range(1, NoticeDesk.Differences(page) - 1));
        await NoticeDesk.ConfirmAllAsync(page, no => day.AddDays(100 + (7 * no)), day);
        await HandInAsync();
    }

    private async Task HandInAsync()
    {
        await office.PressAsync(
            people.Drafter, words.Action("hand-in"),
            form => form.Choose("in.Countersigners", [.. people.Leaders.Select(l => l.Name)]), path: _notice);
        foreach (var checker in people.Checkers)
        {
            await office.PressAsync(checker, words.Action("agree"));
        }
    }

    /// <summary>One returns it; walked again; one signs on paper; forms made before an edit or a return sign no more.</summary>
    private async Task CountersignAsync()
    {
        var stale = (await (await office.AsAsync(First.Login)).OpenAsync("/")).Offering(words.Action("agree"));
        await office.PressAsync(Second.Login, words.Action("return"), form => form.Write("in.Reason", "第三项的时间再议"));
        (await stale.PressAsync(words.Action("agree"))).Said.ShouldBe("您打开之后，这一步已经走过去了。请看最新情况再办。");

        var inbox = await (await office.AsAsync(people.Drafter)).OpenAsync("/");
        inbox.Words.ShouldContain("第三项的时间再议");
        await HandInAsync();

        await RecordAsync();
        foreach (var leader in people.Leaders.Skip(1))
        {
            await office.PressAsync(leader.Login, words.Action("agree"));
        }
    }

    private async Task EditAsync()
    {
        var page = await (await office.AsAsync(people.Drafter)).OpenAsync(_notice);
        await page.FormIn("#row-3").Write("due", day.AddDays(90)).PressAsync("save", "confirm");
    }

    /// <summary>代录: the office writes down what the leader decided on paper, and the story says so.</summary>
    private async Task RecordAsync()
    {
        var clerk = await office.AsAsync(people.Registrar);
        var form = (await clerk.OpenAsync(_notice)).Recording(First.Name);
        (await form.PressAsync(words.Action("agree"))).Problems.ShouldNotBeEmpty("a record needs a name and an occasion");
        (await form.Write("in.For.occasion", "电话").PressAsync(words.Action("agree"))).Recording(First.Name)
            .Value("in.For.occasion").ShouldBe("电话", "what was typed stays");

        form = (await clerk.OpenAsync(_notice)).Recording(First.Name);
        var after = await office.PressAsync(
            form, words.Action("agree"), f => f.Choose("in.For.who", First.Name).Write("in.For.occasion", "纸质批示，6月3日")
                .Attach("in.For.scan", "批示.pdf", Papers.Pdf("agreed")),
            (people.Registrar, _notice));
        after.Words.ShouldContain("纸质批示，6月3日");
        after.Words.ShouldContain("批示.pdf");
    }

    /// <summary>签发 waits for the last ruling; the wrong person is not offered it, and a forged press changes nothing.</summary>
    private async Task SignAsync()
    {
        var sign = words.Action("sign");
        var page = await (await office.AsAsync(people.Signatory)).OpenAsync(_notice);
        page.Actions.ShouldNotContain(sign);
        page.Text(".not-now").ShouldNotBeNull().ShouldContain(Unruled);
        (await page.Offering(words.Action("return")).ForgeAsync(sign)).Problems.ShouldContain(Unruled);

        var drafted = await (await office.AsAsync(people.Drafter)).OpenAsync(_notice);
        await NoticeDesk.RuleAsync(drafted, NoticeDesk.Differences(drafted));
        var form = (await (await office.AsAsync(people.Signatory)).OpenAsync(_notice)).Offering(sign);

        var wrong = await (await office.AsAsync(Second.Login)).OpenAsync(_notice);
        wrong.Actions.ShouldNotContain(sign);
        (await form.ForgeByAsync(wrong, sign)).Text("h1").ShouldBe("这一步不由您办。");

        // What he reads is what he signs: edited meanwhile, the form no longer does.
        await EditAsync();
        (await form.PressAsync(sign)).Problems.ShouldContain("您打开之后内容改动过。请看过改动再签。");
        form = (await (await office.AsAsync(people.Signatory)).OpenAsync(_notice)).Offering(sign);
        await office.PressAsync(form, sign, null, (people.Signatory, _notice));
    }

    /// <summary>编号 and 印发 are one page and one press.</summary>
    private async Task<string> IssueAsync()
    {
        var page = await (await office.AsAsync(people.Registrar)).OpenAsync(_notice);
        page.Text(".act-together").ShouldNotBeNull().ShouldContain(words.Title("印发"));
        var after = await office.PressAsync(people.Registrar, words.Action("take-number"), path: _notice);
        after.Count("#work a[href^='/campaigns/']").ShouldBe(1);
        return after.Text(".page-over").ShouldNotBeNull().Split(' ')[0];
    }
}
