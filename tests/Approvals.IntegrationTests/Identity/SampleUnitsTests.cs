using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Samples;
using Approvals.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Identity;

public sealed class SampleUnitsTests(TestDatabase office) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_start_says_how_to_sign_in_and_the_next_start_says_the_same()
    {
        var folder = TestCluster.NewFolder();
        string[] settings = ["--Urls=http://127.0.0.1:0", "--Samples=true", $"--Data={folder}"];
        await using var host = WebHost.Build(Settings.Read(settings), office.Database);
        var lines = await WebHost.StartAsync(host, CancellationToken.None);

        lines.ShouldContain(l => l.StartsWith("绍兴市中医院，", StringComparison.Ordinal));
        lines.ShouldContain("  gumingxi  顾明溪（中共澄湾市中医院委员会）");
        lines.ShouldContain("  qiaoanlan  乔安澜（系统管理员）");
        lines.ShouldContain("  sx-anquan  安全管理员");
        var password = lines.Single(l => l.StartsWith("澄湾市中医院（演示数据）", StringComparison.Ordinal)).Split('：')[1];
        var signIn = host.Services.GetRequiredService<SignInService>();
        (await signIn.SignInAsync("gumingxi", password, Door.Desk, CancellationToken.None)).ShouldBeOfType<SignInAnswer.Accepted>();
        // One password for one unit.
        (await signIn.SignInAsync("sx-wenshu", password, Door.Desk, CancellationToken.None)).ShouldBeOfType<SignInAnswer.Refused>();

        (await host.Services.GetRequiredService<SampleUnits>().OpenAsync(CancellationToken.None)).ShouldBe(lines.Skip(1));
        (await office.Database.UnitsAsync(CancellationToken.None)).Count.ShouldBe(2);
    }
}
