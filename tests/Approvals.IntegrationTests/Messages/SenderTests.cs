using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Approvals.IntegrationTests.Messages;

/// <summary>What leaves the outbox, by whom and how often.</summary>
public sealed class SenderTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Morning = new(2026, 9, 7, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first message has its id and is not there yet.</summary>
    private const string Slow = """
        CREATE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.key LIKE 'digest/2026-01-02/%' THEN
            PERFORM pg_advisory_xact_lock_shared(99);
          END IF;
          RETURN NEW;
        END
        $$;
        CREATE TRIGGER slow BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION slow_down()
        """;

    [Fact]
    public async Task Two_senders_at_once_deliver_every_message_once()
    {
        var office = await OpenAsync();
        await CountAttemptsAsync();
        (await Mail.WriteAsync(store, office.Unit, Mail.To(office.Person("林清和"), 2_000))).ShouldBe(2_000);
        using var barrier = new Barrier(2);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var sender = NewSender();
            barrier.SignalAndWait();
            while (await sender.SendAsync(office.Unit, CancellationToken.None) > 0)
            {
            }
        })));

        (await AdminAsync<long>("SELECT count(*) FROM message")).ShouldBe([2_000]);
        (await AdminAsync<string>("SELECT key FROM attempt GROUP BY key HAVING count(*) > 1")).ShouldBeEmpty();
        (await AdminAsync<long>("SELECT count(*) FROM outbox WHERE sent_at IS NULL OR token IS NOT NULL")).ShouldBe([0]);
    }

    [Fact]
    public async Task A_message_is_written_once_however_often_it_is_written()
    {
        var office = await OpenAsync();
        var (rung, person) = (RungOn(new DateOnly(2026, 9, 10)), office.Person("林清和"));

        (await Mail.WriteAsync(store, office.Unit, new Outgoing(person, new MessageNote.Reminder(rung)))).ShouldBe(1);
        (await Mail.WriteAsync(store, office.Unit, new Outgoing(person, new MessageNote.Reminder(rung)))).ShouldBe(0);
        // Another recipient, another kind and another due date are other messages.
        (await Mail.WriteAsync(
            store, office.Unit,
            new Outgoing(office.Person("顾明溪"), new MessageNote.Reminder(rung)),
            new Outgoing(person, new MessageNote.Escalation(rung)),
            new Outgoing(person, new MessageNote.Reminder(RungOn(new DateOnly(2026, 9, 11)))))).ShouldBe(3);
    }

    [Fact]
    public async Task A_message_waits_for_its_hour()
    {
        var office = await OpenAsync();
        await Mail.WriteAsync(store, office.Unit, Mail.To(office.Person("林清和"), 1, Morning.AddHours(1)));

        (await NewSender().SendAsync(office.Unit, CancellationToken.None)).ShouldBe(0);
        await store.SetClockAsync(Morning.AddHours(1));
        (await NewSender().SendAsync(office.Unit, CancellationToken.None)).ShouldBe(1);

        (await AdminAsync<DateTime>("SELECT created_at FROM message")).ShouldBe([Morning.AddHours(1).UtcDateTime]);
    }

    [Fact]
    public async Task Whoever_held_a_message_too_long_can_neither_mark_it_nor_give_it_back()
    {
        var office = await OpenAsync();
        await Mail.WriteAsync(store, office.Unit, Mail.To(office.Person("林清和"), 3));
        var outbox = new Outbox(store.Database);
        var frozen = await outbox.ClaimAsync(office.Unit, 10, CancellationToken.None);
        (await outbox.ClaimAsync(office.Unit, 10, CancellationToken.None)).ShouldBeEmpty("they are held");
        await store.SetClockAsync(Morning.AddMinutes(1));

        var second = await outbox.ClaimAsync(office.Unit, 10, CancellationToken.None);

        second.Select(r => r.OutboxId).ShouldBe(frozen.Select(r => r.OutboxId), ignoreOrder: true);
        (await outbox.MarkSentAsync(office.Unit, frozen, CancellationToken.None)).ShouldBe(0);
        (await outbox.GiveBackAsync(office.Unit, frozen[0], "late", CancellationToken.None)).ShouldBeFalse();
        (await AdminAsync<long>("SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed = 0")).ShouldBe([3]);
        (await outbox.MarkSentAsync(office.Unit, second, CancellationToken.None)).ShouldBe(3);
    }

    /// <summary>
    /// One sender is held up while it delivers, longer than its lease; another takes the same rows. Both deliver when the
    /// way is free: the message's key lets it in once, and only the second marks.
    /// </summary>
    [Fact]
    public async Task Nothing_arrives_twice_when_a_sender_outlives_its_lease()
    {
        var office = await OpenAsync();
        await Mail.WriteAsync(store, office.Unit, Mail.To(office.Person("林清和"), 50));
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        await admin.OpenAsync();
        await using var held = await admin.BeginTransactionAsync();
        await admin.ExecuteAsync("LOCK TABLE message IN SHARE MODE", transaction: held);

        var first = NewSender().SendAsync(office.Unit, CancellationToken.None);
        await WaitingAsync(1);
        await store.SetClockAsync(Morning.AddMinutes(2));
        var second = NewSender().SendAsync(office.Unit, CancellationToken.None);
        await WaitingAsync(2);
        await held.CommitAsync();
        await Task.WhenAll(first, second);

        (await AdminAsync<long>("SELECT count(*) FROM message")).ShouldBe([50]);
        (await AdminAsync<long>("SELECT count(*) FROM outbox WHERE sent_at IS NULL OR failed > 0")).ShouldBe([0]);
    }

    [Fact]
    public async Task Messages_arrive_in_the_order_in_which_they_were_written()
    {
        var office = await OpenAsync();
        var (rung, person) = (RungOn(new DateOnly(2026, 9, 10)), office.Person("林清和"));
        await Mail.WriteAsync(
            store, office.Unit,
            Enumerable.Range(1, 12).Select(no => new Outgoing(person, new MessageNote.Reminder(rung with { No = no }))));

        await NewSender().SendAsync(office.Unit, CancellationToken.None);

        (await AdminAsync<string>("SELECT key FROM message ORDER BY message_id"))
            .ShouldBe(await AdminAsync<string>("SELECT key FROM outbox ORDER BY outbox_id"));
    }

    /// <summary>Who marks all up to the newest on his page would else mark one that he never saw.</summary>
    [Fact]
    public async Task No_message_arrives_behind_a_newer_one_that_can_be_read_already()
    {
        var office = await OpenAsync();
        var person = office.Person("林清和");
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        await admin.OpenAsync();
        await admin.ExecuteAsync(Slow);
        await using var held = await admin.BeginTransactionAsync();
        await admin.ExecuteAsync("SELECT pg_advisory_xact_lock(99)", transaction: held);

        await Mail.WriteAsync(store, office.Unit, Mail.To(person, 1));
        var first = NewSender().SendAsync(office.Unit, CancellationToken.None);
        await WaitingAsync(1);
        await Mail.WriteAsync(store, office.Unit, Mail.To(person, 2).Skip(1));
        var second = NewSender().SendAsync(office.Unit, CancellationToken.None);
        await WaitingAsync(2);

        (await AdminAsync<long>("SELECT count(*) FROM message")).ShouldBe([0]);
        await held.CommitAsync();
        await Task.WhenAll(first, second);
        await admin.ExecuteAsync("DROP FUNCTION slow_down CASCADE");
        (await AdminAsync<string>("SELECT key FROM message ORDER BY message_id"))
            .ShouldBe(await AdminAsync<string>("SELECT key FROM outbox ORDER BY outbox_id"));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_tried_ever_later_and_set_aside_and_holds_up_nobody()
    {
        var office = await OpenAsync();
        var person = office.Person("林清和");
        await Mail.WriteAsync(store, office.Unit, Mail.To(person, 20));
        await Mail.WriteAsync(store, office.Unit, Mail.To(person, 21).Skip(20).Select(m => m with { Channel = "pigeon" }));
        await SpoilAsync(office.Unit, "nobody", "NULL", "x.payload");
        await SpoilAsync(office.Unit, "stranger", "999999", "x.payload");
        await SpoilAsync(office.Unit, "unreadable", "x.recipient", "'no note'::bytea");
        var (now, sender) = (Morning, NewSender());

        for (var tried = 1; tried < LeasedRows.Tries; tried++)
        {
            await sender.SendAsync(office.Unit, CancellationToken.None);
            (await sender.SendAsync(office.Unit, CancellationToken.None)).ShouldBe(0, "nothing is tried again at once");
            (await AdminAsync<long>("SELECT count(*) FROM message")).ShouldBe([20], $"after {tried}");
            (await AdminAsync<int>("SELECT failed FROM outbox WHERE sent_at IS NULL")).ShouldBe([tried, tried, tried, tried]);
            var next = now.AddMinutes(Math.Pow(2, tried - 1));
            (await AdminAsync<DateTime>("SELECT DISTINCT not_before FROM outbox WHERE sent_at IS NULL"))
                .ShouldBe([next.UtcDateTime], $"after {tried}");
            await store.SetClockAsync(now = next);
        }

        await sender.SendAsync(office.Unit, CancellationToken.None);
        await store.SetClockAsync(now.AddYears(1));
        (await sender.SendAsync(office.Unit, CancellationToken.None)).ShouldBe(0, "what is set aside is not tried again");
        var errors = await AdminAsync<string>("SELECT parked FROM outbox WHERE sent_at IS NULL ORDER BY outbox_id");
        errors[0].ShouldBe("No messages leave by pigeon.");
        errors[1].ShouldContain("recipient");
        errors[2].ShouldContain("message_unit_id_recipient_fkey");
        errors[3].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_was_set_aside_is_sent_by_a_node_that_starts()
    {
        var office = await OpenAsync();
        await Mail.WriteAsync(store, office.Unit, Mail.To(office.Person("林清和"), 1));
        await TestCluster.ExecuteAsync(
            store.AdminConnection, $"UPDATE outbox SET failed = {LeasedRows.Tries}, not_before = 'infinity', parked = 'no such person'");
        (await NewSender().SendAsync(office.Unit, CancellationToken.None)).ShouldBe(0);

        using var node = NewSender();
        await node.StartAsync(CancellationToken.None);
        await Mail.SentAsync(store);
        await node.StopAsync(CancellationToken.None);

        (await AdminAsync<long>("SELECT count(*) FROM message")).ShouldBe([1]);
    }

    /// <summary>A server that is stopped, and one that is too slow.</summary>
    [Theory]
    [InlineData("57P01")]
    [InlineData("57014")]
    public async Task Trouble_of_the_database_is_no_fault_of_a_message(string trouble)
    {
        var office = await OpenAsync();
        await Mail.WriteAsync(store, office.Unit, Mail.To(office.Person("林清和"), 3));
        await TestCluster.ExecuteAsync(
            store.AdminConnection,
            $"CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '' USING ERRCODE = '{trouble}'; END $$; "
            + "CREATE TRIGGER trouble BEFORE INSERT ON message EXECUTE FUNCTION trouble()");

        var failed = await Should.ThrowAsync<PostgresException>(() => NewSender().SendAsync(office.Unit, CancellationToken.None));
        await TestCluster.ExecuteAsync(store.AdminConnection, "DROP TRIGGER trouble ON message; DROP FUNCTION trouble");

        failed.SqlState.ShouldBe(trouble);
        (await AdminAsync<int>("SELECT DISTINCT failed FROM outbox")).ShouldBe([0]);
        await store.SetClockAsync(Morning.AddMinutes(1));
        (await NewSender().SendAsync(office.Unit, CancellationToken.None)).ShouldBe(3, "the lease is over");
    }

    [Fact]
    public async Task Units_send_apart_from_each_other()
    {
        var office = await OpenAsync();
        await store.AddUnitAsync(77);
        await Mail.WriteAsync(store, office.Unit, Mail.To(office.Person("林清和"), 1));

        (await NewSender().SendAsync(new UnitId(77), CancellationToken.None)).ShouldBe(0);
        (await NewSender().SendAsync(office.Unit, CancellationToken.None)).ShouldBe(1);
    }

    private static RungNote RungOn(DateOnly due) =>
        new(CaseId.Derive(new DateOnly(2026, 9, 1), "somewhere"), 1, new SeatNo(0), 0, due, null, -3);

    private Sender NewSender() => new(store.Database, new WakeSignal(), NullLogger<Sender>.Instance);

    private async Task<Office> OpenAsync()
    {
        await store.SetClockAsync(Morning);
        await TestCluster.ExecuteAsync(store.AdminConnection, "DELETE FROM message; DELETE FROM outbox");
        return await Office.OpenAsync(store);
    }

    /// <summary>Every try to put a message in leaves a row, also one that finds it there.</summary>
    private Task CountAttemptsAsync() => TestCluster.ExecuteAsync(
        store.AdminConnection,
        """
        CREATE TABLE attempt (key text NOT NULL);
        CREATE FUNCTION count_attempt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          INSERT INTO attempt VALUES (NEW.key);
          RETURN NEW;
        END
        $$;
        CREATE TRIGGER attempts BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION count_attempt()
        """);

    /// <summary>One more row like the first, with something wrong.</summary>
    private Task SpoilAsync(UnitId unit, string key, string recipient, string payload) => TestCluster.ExecuteAsync(
        store.AdminConnection,
        $"""
         INSERT INTO outbox (unit_id, key, channel, recipient, payload)
         SELECT {unit.Value}, '{key}', x.channel, {recipient}, {payload} FROM outbox x ORDER BY x.outbox_id LIMIT 1
         """);

    private Task WaitingAsync(int senders) => Mail.UntilAsync(
        store.AdminConnection,
        $"""
         SELECT count(*) = {senders} FROM pg_locks
         WHERE NOT granted AND (relation = 'message'::regclass OR locktype = 'advisory')
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         """);

    private Task<List<T>> AdminAsync<T>(string sql) => Mail.QueryAsync<T>(store.AdminConnection, sql);
}
