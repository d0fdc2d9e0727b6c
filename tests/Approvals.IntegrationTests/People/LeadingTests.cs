using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Pages;

namespace Approvals.IntegrationTests.People;

/// <summary>Before a responsible leader leaves, the office reads how many open items are his.</summary>
public sealed class LeadingTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task The_page_of_a_leader_says_how_many_open_items_he_leads_and_that_of_another_says_nothing()
    {
        var led = (await split.AllAsync()).Where(l => !l.Case.Ended)
            .SelectMany(l => l.Case.Party(Party.ResponsibleLeaders).People.Select(p => (p, l.Case.Id))).Distinct()
            .GroupBy(one => one.p).ToDictionary(g => g.Key, g => g.Count());
        led.Values.Sum().ShouldBeGreaterThanOrEqualTo(4, "each of the four items has one");
        using var office = await split.SignedInAsync("yeqiushui");

        foreach (var (leader, count) in led)
        {
            (await WordsAsync(office, leader.Value)).ShouldContain($"他是 {count} 件在办事项的责任领导");
        }

        var another = (await split.UserAsync("唐雨桐")).Person.Id;
        led.Keys.ShouldNotContain(another);
        (await WordsAsync(office, another.Value)).ShouldNotContain("责任领导：离任以后");
    }

    private static async Task<string> WordsAsync(HttpClient client, int person) =>
        (await SplitCampaign.PageAsync(client, $"/people/{person}")).QuerySelector("main").ShouldNotBeNull().TextContent;
}
