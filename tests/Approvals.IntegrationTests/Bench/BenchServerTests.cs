using Approvals.Web.Bench.Ground;

namespace Approvals.IntegrationTests.Bench;

public sealed class BenchServerTests
{
    [Fact]
    public async Task A_second_server_of_the_same_bench_leaves_the_first_alone_and_each_goes_with_its_folder()
    {
        string folder;
        await using (var first = await BenchServer.StartAsync(CancellationToken.None))
        {
            await using (var second = await BenchServer.StartAsync(CancellationToken.None))
            {
                folder = second.Folder;
                folder.ShouldNotBe(first.Folder);
                (await second.AskAsync<int>("SELECT count(*)::int FROM unit")).ShouldBe(0);
                (await first.AskAsync<int>("SELECT count(*)::int FROM unit")).ShouldBe(0);
            }

            Directory.Exists(folder).ShouldBeFalse();
            folder = first.Folder;
            (await first.AskAsync<int>("SELECT count(*)::int FROM unit")).ShouldBe(0);
        }

        Directory.Exists(folder).ShouldBeFalse();
    }
}
