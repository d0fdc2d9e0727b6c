using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Notices;
using Approvals.Web.Features;
using Approvals.Web.Features.Campaigns;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Products;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Products;
using Approvals.Web.Store.Verify;
using Microsoft.Extensions.Logging.Abstractions;

namespace Approvals.IntegrationTests.Products;

/// <summary>What presses have made: once, whatever fails or is killed, and never in the press's own transaction.</summary>
public sealed class ProducerTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string OrderPackage = $"""
        INSERT INTO product (unit_id, opened_month, case_id, ordered, root_month, root_id, kind, ordered_at)
        SELECT unit_id, opened_month, case_id, 1000, opened_month, case_id, '{nameof(Product.Package)}', office_now()
        FROM flow_case
        WHERE case_id =
        """;

    private static readonly DateTimeOffset Morning = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Two_producers_at_once_make_an_issued_notice_once_and_its_history_holds_the_hash()
    {
        var (office, notice) = await IssuedAsync();
        using var barrier = new Barrier(2);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var producer = NewProducer(office);
            barrier.SignalAndWait();
            while (await producer.ProduceAsync(office.Unit, CancellationToken.None))
            {
            }
        })));
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);

        var content = (await office.QueryAsync<byte[]>(
            "SELECT f.content FROM product p JOIN file f ON f.sha256 = p.sha256 WHERE p.case_id = @case", new { @case = notice.Value }))
            .ShouldHaveSingleItem();
        (await office.QueryAsync<string>(
            "SELECT convert_from(payload, 'UTF8')::jsonb->>'Sha256' FROM case_event WHERE case_id = @case AND kind = 'product-made'",
            new { @case = notice.Value })).ShouldBe([Convert.ToHexStringLower(SHA256.HashData(content))]);
        using var stream = new MemoryStream(content);
        NoticeReader.Read(stream, "issued.docx", new ReadOptions(office.Calendar)).Number
            .ShouldBe((await office.QueryAsync<string>("SELECT number FROM notice WHERE case_id = @case", new { @case = notice.Value })).Single());
        await office.ProveAsync();
    }

    [Fact]
    public async Task What_a_killed_producer_held_is_made_by_another_once_the_lease_is_over()
    {
        var (office, notice) = await IssuedAsync();
        var killed = (await new ProductOrders(store.Database).ClaimAsync(office.Unit, CancellationToken.None)).ShouldNotBeNull();
        (await NewProducer(office).ProduceAsync(office.Unit, CancellationToken.None)).ShouldBeFalse("it is held");

        await store.SetClockAsync(Morning.AddMinutes(6));
        (await NewProducer(office).ProduceAsync(office.Unit, CancellationToken.None)).ShouldBeTrue();

        // The one that was thought dead comes back: nothing of what it made stays.
        await Should.ThrowAsync<LeaseIsOverException>(() => NewMaker(office).MakeAsync(office.Unit, killed, CancellationToken.None));
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        (await MadeAsync(office, notice)).ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_made_is_tried_again_then_set_aside_with_its_reason_and_made_once_it_is_mended()
    {
        var (office, notice) = await IssuedAsync();
        var hash = (await office.QueryAsync<string>("SELECT content_hash FROM notice WHERE case_id = @case", new { @case = notice.Value })).Single();
        await SetHashAsync(notice, new string('0', 64));
        var producer = NewProducer(office);
        var now = Morning;
        for (var tries = 1; tries <= LeasedRows.Tries; tries++)
        {
            (await producer.ProduceAsync(office.Unit, CancellationToken.None)).ShouldBeTrue($"try {tries}");
            (await producer.ProduceAsync(office.Unit, CancellationToken.None)).ShouldBeFalse("each try is later than the one before");
            await store.SetClockAsync(now = now.AddHours(3));
        }

        (await office.QueryAsync<string>("SELECT parked FROM product WHERE case_id = @case", new { @case = notice.Value }))
            .ShouldBe([Texts.Products.TextChanged]);
        (await new StoreCheck(store.Database).RunAsync(office.Unit, CancellationToken.None)).Select(b => b.Rule.Name)
            .ShouldContain("no-file-is-parked");

        await SetHashAsync(notice, hash);
        await new ProductOrders(store.Database).ReleaseAllAsync(office.Unit, CancellationToken.None);
        (await producer.ProduceAsync(office.Unit, CancellationToken.None)).ShouldBeTrue();
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        (await MadeAsync(office, notice)).ShouldBe(1);
    }

    [Fact]
    public async Task A_package_is_not_looked_at_before_the_file_that_it_waits_for_is_tried_again()
    {
        var (office, notice) = await IssuedAsync();
        var (producer, orders) = (NewProducer(office), new ProductOrders(store.Database));
        await TestCluster.ExecuteAsync(store.AdminConnection, $"{OrderPackage} '{notice.Value}'");
        await SetHashAsync(notice, new string('0', 64));
        (await producer.ProduceAsync(office.Unit, CancellationToken.None)).ShouldBeTrue("the file is tried, and is not the text that was signed");
        (await orders.ClaimAsync(office.Unit, CancellationToken.None)).ShouldBeNull();
        (await office.QueryAsync<DateTime>("SELECT DISTINCT not_before FROM product WHERE case_id = @case", new { @case = notice.Value }))
            .ShouldBe([Morning.AddMinutes(1).UtcDateTime], "both, by the file's second try");

        // Set aside, nobody knows when it is mended; a producer that starts asks at once.
        await TestCluster.ExecuteAsync(
            store.AdminConnection, $"UPDATE product SET parked = 'broken' WHERE case_id = '{notice.Value}' AND kind <> '{Product.Package}'");
        await store.SetClockAsync(Morning.AddMinutes(2));
        (await orders.ClaimAsync(office.Unit, CancellationToken.None)).ShouldBeNull();
        (await office.QueryAsync<DateTime>("SELECT max(not_before) FROM product WHERE case_id = @case", new { @case = notice.Value }))
            .ShouldBe([Morning.AddMinutes(62).UtcDateTime]);
        await orders.ReleaseAllAsync(office.Unit, CancellationToken.None);
        (await office.QueryAsync<DateTime>("SELECT DISTINCT not_before FROM product WHERE case_id = @case", new { @case = notice.Value }))
            .ShouldBe([Morning.AddMinutes(2).UtcDateTime]);
        (await orders.ClaimAsync(office.Unit, CancellationToken.None)).ShouldNotBeNull().What.ShouldNotBe(Product.Package);
    }

    [Fact]
    public async Task A_file_that_was_changed_or_taken_away_is_found_by_the_audit()
    {
        var (office, _) = await IssuedAsync();
        await NewProducer(office).ProduceAsync(office.Unit, CancellationToken.None);
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        await office.ProveAsync();

        await TestCluster.ExecuteAsync(
            store.AdminConnection,
            $"SET session_replication_role = replica; UPDATE product SET sha256 = (SELECT sha256 FROM file WHERE unit_id = {office.Unit.Value} "
            + $"AND name = 'source.txt') WHERE unit_id = {office.Unit.Value}");

        var unit = (await store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == office.Unit);
        (await new CaseAudit(store.Database).AuditAsync(unit, CancellationToken.None)).First.ShouldNotBeNull().What
            .ShouldBe("生成的文件被改动或调换过");
    }

    private static async Task<int> MadeAsync(Office office, CaseId notice) => (await office.QueryAsync<int>(
        "SELECT count(*)::int FROM case_event WHERE case_id = @case AND kind = 'product-made'", new { @case = notice.Value })).Single();

    private Task SetHashAsync(CaseId notice, string hash) => TestCluster.ExecuteAsync(
        store.AdminConnection, $"SET session_replication_role = replica; UPDATE notice SET content_hash = '{hash}' WHERE case_id = '{notice.Value}'");

    /// <summary>An issued notice whose text is that of the sample; its document is ordered and not made.</summary>
    private async Task<(Office Office, CaseId Notice)> IssuedAsync()
    {
        await store.SetClockAsync(Morning);
        var office = await Office.OpenAsync(store);
        await TestCluster.ExecuteAsync(
            store.AdminConnection, "SET session_replication_role = replica; UPDATE product SET parked = 'another test' WHERE sha256 IS NULL");
        var notice = await office.IssuedAsync();
        await ReadableText.GiveAsync(store, office, notice);
        return (office, notice);
    }

    private Producer NewProducer(Office office) =>
        new(store.Database, NewMaker(office), new WakeSignal(), NullLogger<Producer>.Instance);

    private ProductMaker NewMaker(Office office)
    {
        var files = new FileStore();
        var reports = new ClosingReport(
            store.Database, office.Editions, files, new Anchors(store.Database, new AnchorKey(Path.Combine(TestCluster.NewFolder(), "key"))),
            NullLogger<ClosingReport>.Instance);
        return new ProductMaker(
            store.Database, new DirectoryStore(store.Database), new Zones(store.Database), files,
            new Bulletin(office.Editions, office.Calendar), new ArchivePackage(office.Editions, files, reports, office.Calendar), reports);
    }
}
