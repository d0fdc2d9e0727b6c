using System.Net;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Pages;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Jobs;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>A 知悉范围 leaves no work to nobody: it is refused, and where people leave later, an alarm tells.</summary>
public sealed class StrandedScopeTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task A_scope_in_which_nobody_could_do_the_work_that_is_open_below_is_refused_with_the_step()
    {
        var item = (await split.ItemAsync("4")).Case.Id;

        (await RestrictAsync(item, "叶秋水")).ShouldContain("质管办正在“待签收”，能办的人都不在名单里，请至少勾上一位。");
        (await split.ItemAsync("4")).Case.Scope.ShouldBeNull();

        (await RestrictAsync(item, "叶秋水", "任重远")).ShouldContain("知悉范围已记下。");
        (await split.ItemAsync("4")).Case.Scope.ShouldBe(Scope.Of([await PersonAsync("叶秋水"), await PersonAsync("任重远")]));
    }

    [Fact]
    public async Task The_form_proposes_whoever_could_do_the_work_below_and_keeps_what_was_ticked_when_it_is_refused()
    {
        var item = (await split.ItemAsync("1")).Case.Id;
        using var office = await AsAsync("叶秋水");
        var proposed = Ticked(await SplitCampaign.PageAsync(office, $"/items/{item.Value}"));
        proposed.ShouldContain($"{(await PersonAsync("叶秋水")).Value}");
        proposed.Length.ShouldBeGreaterThan(1, "those of its departments");

        var only = $"{(await PersonAsync("叶秋水")).Value}";
        var again = await SplitCampaign.PageAsync(office, $"/items/{item.Value}?who={only}");
        Ticked(again).ShouldBe([only]);
        again.QuerySelector(".scope details").ShouldNotBeNull().HasAttribute("open").ShouldBeTrue();

        static string?[] Ticked(AngleSharp.Dom.IDocument page) =>
            [.. page.QuerySelectorAll(".scope input[name=who][checked]").Select(i => i.GetAttribute("value"))];
    }

    [Fact]
    public async Task Where_the_last_who_may_know_of_it_leaves_an_alarm_tells_though_others_hold_the_post()
    {
        var item = (await split.ItemAsync("2")).Case.Id;
        (await RestrictAsync(item, "叶秋水", "贾淑云")).ShouldContain("知悉范围已记下。");
        var vacancies = Vacancies();
        await vacancies.LookAsync(split.Unit.Id, CancellationToken.None);
        (await AlarmsAsync("护理部")).ShouldBeEmpty();

        using (var office = await AsAsync("叶秋水"))
        {
            var page = await SplitCampaign.PageAsync(office, $"/people/{(await PersonAsync("贾淑云")).Value}");
            page.QuerySelector("main").ShouldNotBeNull().TextContent.ShouldContain("改善病区环境", Shouldly.Case.Sensitive, "she alone can take it");
        }

        await EndPostsAsync("贾淑云");
        await vacancies.LookAsync(split.Unit.Id, CancellationToken.None);
        (await AlarmsAsync("护理部")).ShouldHaveSingleItem().ShouldContain("一件限定范围的事项");
    }

    [Fact]
    public async Task A_scope_that_was_said_while_work_was_opened_below_is_looked_at_though_nobody_has_come_or_gone()
    {
        var item = (await split.ItemAsync("3")).Case.Id;
        var vacancies = Vacancies();
        await vacancies.LookAsync(split.Unit.Id, CancellationToken.None);
        (await AlarmsAsync("中西药剂")).ShouldBeEmpty();

        (await split.Cases.HandleAsync(
            split.Unit.Id, item, new CaseCommand.Restrict([], await PersonAsync("叶秋水")), "past the form", CancellationToken.None))
            .ShouldBe(new Answer.Done(false));
        await vacancies.LookAsync(split.Unit.Id, CancellationToken.None);
        (await AlarmsAsync("中西药剂")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Who_leads_it_and_who_keeps_the_checklist_are_proposed_and_who_would_drop_out_is_named_first()
    {
        var item = await split.ItemAsync("1");
        var directory = await split.DirectoryAsync();
        var leaders = item.Case.Party(Party.ResponsibleLeaders).People;
        leaders.ShouldNotBeEmpty();
        using var office = await AsAsync("叶秋水");
        var page = await SplitCampaign.PageAsync(office, $"/items/{item.Case.Id.Value}");
        var proposed = page.QuerySelectorAll(".scope input[name=who][checked]").Select(i => i.GetAttribute("value")).ToList();
        proposed.ShouldContain($"{leaders[0].Value}");
        proposed.ShouldContain($"{(await PersonAsync("何书简")).Value}", "the registrar");

        var asks = await RestrictAsync(item.Case.Id, sure: false, [.. proposed.Where(p => p != $"{leaders[0].Value}").Select(p => NameOf(p))]);

        asks.ShouldContain($"现在与这件事有关的{NameOf($"{leaders[0].Value}")}就看不到了。");
        asks.ShouldContain("还没有记下");
        (await split.ItemAsync("1")).Case.Scope.ShouldBeNull();

        string NameOf(string? person) => directory.Directory.People[new PersonId(int.Parse(person ?? "", System.Globalization.CultureInfo.InvariantCulture))].Name;
    }

    private Task<string> RestrictAsync(CaseId item, params string[] named) => RestrictAsync(item, sure: true, named);

    private async Task<string> RestrictAsync(CaseId item, bool sure, params string[] named)
    {
        using var client = await AsAsync("叶秋水");
        var form = (await SplitCampaign.PageAsync(client, $"/items/{item.Value}")).QuerySelector(".scope form").ShouldNotBeNull();
        var fields = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? "")).ToList();
        if (sure)
        {
            fields.Add(new("sure", "true"));
        }

        foreach (var name in named)
        {
            fields.Add(new("who", $"{(await PersonAsync(name)).Value}"));
        }

        using var content = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(form.GetAttribute("action"), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return (await SplitCampaign.PageAsync(client, $"/items/{item.Value}")).QuerySelector("main").ShouldNotBeNull().TextContent;
    }

    private async Task<HttpClient> AsAsync(string name) => await split.SignedInAsync(await split.LoginAsync(await PersonAsync(name)));

    private async Task<PersonId> PersonAsync(string name) => (await split.UserAsync(name)).Person.Id;

    private async Task EndPostsAsync(string name)
    {
        var person = (await PersonAsync(name)).Value;
        await split.Store.Database.InUnitAsync(
            split.Unit.Id,
            (connection, _) => connection.ExecuteAsync("UPDATE post SET valid_to = '2021-06-01' WHERE person_id = @person", new { person }),
            CancellationToken.None);
    }

    private async Task<IEnumerable<string>> AlarmsAsync(string body)
    {
        await using var admin = new NpgsqlConnection(split.Store.AdminConnection);
        return await admin.QueryAsync<string>(
            "SELECT what FROM alarm WHERE cleared_at IS NULL AND position(@body IN what) > 0", new { body });
    }

    private Vacancies Vacancies()
    {
        var editions = split.Host.Services.GetRequiredService<Editions>();
        return new Vacancies(
            split.Store.Database, split.Cases, editions, new Alarms(split.Store.Database, editions, NullLogger<Alarms>.Instance), new WakeSignal());
    }
}
