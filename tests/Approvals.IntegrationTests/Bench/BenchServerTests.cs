using System.Net;
using System.Net.Sockets;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Verify;

namespace Approvals.IntegrationTests.Bench;

public sealed class BenchServerTests
{
    private const string Definitions = "SELECT pg_get_indexdef(indexrelid) FROM pg_index ORDER BY indexrelid";

    private const string Settings = """
        SELECT name || ' ' || setting
        FROM pg_settings
        WHERE name IN ('full_page_writes', 'max_wal_size', 'checkpoint_timeout', 'autovacuum')
        ORDER BY name
        """;

    [Fact]
    public async Task A_second_server_of_the_same_bench_leaves_the_first_alone_and_each_goes_with_its_folder()
    {
        string folder;
        int port;
        await using (var first = await BenchServer.StartAsync(CancellationToken.None))
        {
            await using (var second = await BenchServer.StartAsync(CancellationToken.None))
            {
                (folder, port) = (second.Folder, second.Port);
                folder.ShouldNotBe(first.Folder);
                (await second.AskAsync<int>("SELECT count(*)::int FROM unit")).ShouldBe(0);
                (await first.AskAsync<int>("SELECT count(*)::int FROM unit")).ShouldBe(0);
            }

            Directory.Exists(folder).ShouldBeFalse();
            await IsGoneAsync(port);
            (folder, port) = (first.Folder, first.Port);
            (await first.AskAsync<int>("SELECT count(*)::int FROM unit")).ShouldBe(0);
        }

        Directory.Exists(folder).ShouldBeFalse();
        await IsGoneAsync(port);
    }

    [Fact]
    public async Task Indexes_that_are_made_anew_after_many_rows_are_whole_and_no_setting_of_the_filling_stays()
    {
        await using var server = await BenchServer.StartAsync(CancellationToken.None);
        await using var office = await BenchOffice.OpenAsync(server, "filling", CancellationToken.None);
        var notice = await office.RegisterAsync("filling", InventedNotice.Round(3), CancellationToken.None);
        await office.PressAsync(notice, CancellationToken.None);
        var image = await TreeImage.ReadAsync(server, office.Unit.Id, notice, CancellationToken.None);
        var (settings, definitions) = (await SettingsAsync(server), await server.ListAsync<string>(Definitions));

        await image.WriteAsync(server, office.Unit.Id, 0, 20, CancellationToken.None, indexes: Indexes.MadeAnew);

        (await SettingsAsync(server)).ShouldBe(settings);
        (await server.ListAsync<string>(Definitions)).ShouldBe(definitions);
        (await server.AskAsync<long>("SELECT count(*) FROM pg_index WHERE NOT (indisready AND indisvalid)")).ShouldBe(0);
        var audited = await new CaseAudit(office.Database).AuditAsync(office.Unit, CancellationToken.None);
        audited.First.ShouldBeNull($"{audited.First}");
        // The notice, its campaign, three items with two parts each: once played, and twenty times copied.
        audited.Cases.ShouldBe(21 * 11);
        (await new StoreCheck(office.Database).RunAsync(office.Unit.Id, CancellationToken.None)).Where(b => b.Rule.Fault).ShouldBeEmpty();
    }

    private static Task<IReadOnlyList<string>> SettingsAsync(BenchServer server) => server.ListAsync<string>(Settings);

    private static async Task IsGoneAsync(int port)
    {
        using var client = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port));
    }
}
