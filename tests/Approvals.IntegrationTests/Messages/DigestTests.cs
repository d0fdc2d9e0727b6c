using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Pages;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Inbox;
using Approvals.Web.Features.Messages;
using Approvals.Web.Store.Messages;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Messages;

public sealed class DigestTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task The_digest_of_everybody_counts_what_his_inbox_shows_and_is_written_once_a_day()
    {
        var digest = split.Host.Services.GetRequiredService<Digest>();
        // Overdue since yesterday, due in two days, and lasting.
        await AcknowledgeAsync("推行中药快速配送", "改善病区环境", "常态开展回访");
        await OverSinceHalfPastEightAsync("建立一站式服务");
        var expected = await InboxesAsync();
        expected.Values.Sum(e => e.Overdue).ShouldBeGreaterThan(0);
        expected.Values.Sum(e => e.DueSoon).ShouldBeGreaterThan(0);
        expected.Values.Sum(e => e.Others).ShouldBeGreaterThan(0);

        (await digest.WriteAsync(split.Unit.Id, SplitCampaign.Today, CancellationToken.None)).ShouldBe(expected.Count);
        (await DigestsAsync()).ShouldBe(expected, ignoreOrder: true);
        (await digest.WriteAsync(split.Unit.Id, SplitCampaign.Today, CancellationToken.None)).ShouldBe(0);
        (await DigestsAsync()).ShouldBe(expected, ignoreOrder: true);

        // What has changed since is for tomorrow.
        await split.DriveAsync("1", "责任领导审签");
        (await DigestsAsync()).ShouldBe(expected, ignoreOrder: true);
        expected = await InboxesAsync();
        await ClearAsync();
        (await digest.WriteAsync(split.Unit.Id, SplitCampaign.Today, CancellationToken.None)).ShouldBe(expected.Count);
        (await DigestsAsync()).ShouldBe(expected, ignoreOrder: true);
    }

    private async Task AcknowledgeAsync(params string[] titles)
    {
        var directory = (await split.DirectoryAsync()).Directory;
        foreach (var looked in (await split.AllAsync()).Where(l => titles.Contains(l.Case.Title)
            && l.Workflow.Stage(l.Case.Stage) is { Quiet: false } && Waits.Open(l).Any()))
        {
            var person = Seating.Candidates(Waits.Open(looked).First(), directory, SplitCampaign.Today).First();
            await split.PressAsync(looked.Case.Id, directory.People[person].Name, "签收");
        }
    }

    /// <summary>Its time ends today at a minute that has passed: it is nine.</summary>
    private Task OverSinceHalfPastEightAsync(string title) => TestCluster.ExecuteAsync(
        split.Store.AdminConnection,
        $"""
         UPDATE assignment a SET due_on = '2021-06-02', due_at = '08:30'
         FROM flow_case c
         WHERE a.unit_id = c.unit_id AND a.case_id = c.case_id AND a.due_on IS NOT NULL AND c.title = '{title}'
         """);

    /// <summary>Of everybody for whom anything waits.</summary>
    private async Task<Dictionary<PersonId, MessageNote.Digest>> InboxesAsync()
    {
        var inbox = split.Host.Services.GetRequiredService<InboxService>();
        var counts = new Dictionary<PersonId, MessageNote.Digest>();
        foreach (var person in (await split.DirectoryAsync()).Directory.People.Keys)
        {
            var view = await inbox.LookAsync(await split.UserAsync(person), 1, CancellationToken.None);
            var lamps = view.Groups.SelectMany(g => g.Cards).Select(c => c.Lamp.Colour)
                .Concat(view.Batches.SelectMany(b => b.Choices).Select(c => c.Lamp.Colour)).ToList();
            lamps.Count.ShouldBe(view.Waiting);
            if (lamps.Count > 0)
            {
                counts[person] = new MessageNote.Digest(
                    SplitCampaign.Today, lamps.Count(l => l == LampColour.Red), lamps.Count(l => l == LampColour.Yellow),
                    lamps.Count(l => l == LampColour.Green));
            }
        }

        return counts;
    }

    private Task<Dictionary<PersonId, MessageNote.Digest>> DigestsAsync() => split.Store.Database.ReadInUnitAsync(
        split.Unit.Id,
        async (connection, _) =>
            (await connection.QueryAsync<(int Recipient, byte[] Payload)>(
                "SELECT recipient, payload FROM outbox WHERE key LIKE 'digest/%'"))
            .ToDictionary(r => new PersonId(r.Recipient), r => (MessageNote.Digest)MessageNote.Read(r.Payload)),
        CancellationToken.None);

    private Task ClearAsync() => TestCluster.ExecuteAsync(
        split.Store.AdminConnection, "DELETE FROM message; DELETE FROM outbox");
}
