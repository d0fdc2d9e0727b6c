using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Time;
using Approvals.Web.Jobs;
using Approvals.Web.Store.Cases;
using Microsoft.Extensions.Logging.Abstractions;

namespace Approvals.IntegrationTests.Faults;

/// <summary>What no fault may do is seen where a superuser does it.</summary>
public sealed class InvariantsTests : IAsyncLifetime
{
    private const string Unbound = "SET session_replication_role = replica; ";

    private static readonly DateTimeOffset Monday = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    /// <summary>The first reminder's time.</summary>
    private static readonly DateTimeOffset Tuesday = new(2026, 9, 8, 0, 0, 1, TimeSpan.Zero);

    private readonly TestDatabase _store = new();

    public Task InitializeAsync() => _store.InitializeAsync();

    public Task DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData("fired, and its message was never written", Invariants.RungsTell, "DELETE FROM message; DELETE FROM outbox")]
    [InlineData("told, and nothing fired", Invariants.RungsTell, "UPDATE case_event SET kind = 'x' WHERE kind = 'rung-fired'")]
    [InlineData("fired twice", Invariants.RungsTell,
        "INSERT INTO case_event SELECT (jsonb_populate_record(e, '{\"seq\": 99}')).* FROM case_event e WHERE kind = 'rung-fired'")]
    [InlineData("decided twice", Invariants.VotesOnce,
        "INSERT INTO case_event SELECT (jsonb_populate_record(e, '{\"seq\": 98}')).* FROM case_event e WHERE kind = 'vote-cast'")]
    [InlineData("marked as sent, and never arrived", Invariants.MessagesOnce, "DELETE FROM message")]
    [InlineData("arrived, and nobody asked for it", Invariants.MessagesOnce, "DELETE FROM outbox")]
    public async Task A_reminder_that_was_lost_or_doubled_is_found_and_its_case_tells_its_story(string what, string rule, string damage)
    {
        var (office, invariants, due) = await RemindedAsync(fire: true);
        await invariants.HoldAtRestAsync("as it should be", due);

        await TestCluster.ExecuteAsync(_store.AdminConnection, Unbound + damage);

        (await office.QueryAsync<string>(rule, new { unit = office.Unit.Value })).ShouldNotBeEmpty(what);
        (await Assert.ThrowsAsync<ShouldAssertException>(() => invariants.TellingAsync(() => invariants.HoldAsync(what), () => null)))
            .Message.ShouldContain("送核稿");
    }

    [Fact]
    public async Task A_timer_that_went_on_without_firing_is_found()
    {
        var (_, invariants, due) = await RemindedAsync(fire: false);

        await TestCluster.ExecuteAsync(_store.AdminConnection, $"{Unbound}UPDATE timer SET due_at = 'infinity', rung = NULL");

        (await Assert.ThrowsAsync<ShouldAssertException>(() => invariants.HoldAtRestAsync("it never fired", due)))
            .Message.ShouldContain("it never fired");
        await invariants.HoldAtRestAsync("and nothing else is wrong");
    }

    /// <summary>A notice waits for its 核稿 when the first reminder's time comes, and that is all there is.</summary>
    private async Task<(Office Office, Invariants Invariants, string Due)> RemindedAsync(bool fire)
    {
        await _store.SetClockAsync(Monday);
        var office = await Office.OpenAsync(_store);
        await office.PressAsync(await office.DraftAsync(), "送核稿");
        var invariants = new Invariants(_store.Database, office);
        var due = await invariants.DueByAsync(Tuesday);
        due.ShouldNotBe("[]");
        await _store.SetClockAsync(Tuesday);
        if (fire)
        {
            await TimeOffice.TimersOf(_store, office).PassAsync(office);
            using var sender = new Sender(_store.Database, new WakeSignal(), NullLogger<Sender>.Instance);
            (await sender.SendAsync(office.Unit, CancellationToken.None)).ShouldBePositive();
        }

        return (office, invariants, due);
    }
}
