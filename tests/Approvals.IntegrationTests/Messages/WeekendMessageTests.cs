using Approvals.IntegrationTests.Pages;
using Approvals.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Messages;

public sealed class WeekendMessageTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task What_fires_on_a_saturday_says_on_monday_how_late_it_is_by_then()
    {
        var item = (await split.ItemAsync("2")).Case.Id; // due on Friday, 4 June
        var branch = (await split.AllAsync()).Single(l => l.Case.Parent == item).Case.Id;
        await split.PressAsync(branch, "贾淑云", "签收");

        await split.Store.SetClockAsync(new DateTimeOffset(2021, 6, 5, 0, 0, 0, TimeSpan.Zero));
        await split.Host.Services.GetRequiredService<Pump>().SettleAsync(split.Unit.Id, CancellationToken.None);
        await split.Store.SetClockAsync(new DateTimeOffset(2021, 6, 7, 0, 0, 0, TimeSpan.Zero));
        await Mail.SentAsync(split.Store);

        using var head = await split.SignedInAsync(
            await split.LoginAsync((await split.DirectoryAsync()).Names.PeopleCalled("贾淑云").ShouldHaveSingleItem()));
        (await SplitCampaign.PageAsync(head, "/messages")).QuerySelectorAll(".message p").Select(p => p.TextContent.Trim())
            .ShouldContain("请您办“办理”：期限6月4日 周五，已逾期3天。");
    }
}
