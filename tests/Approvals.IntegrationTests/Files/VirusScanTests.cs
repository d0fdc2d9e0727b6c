using System.Net;
using System.Net.Sockets;
using Approvals.Web.Features.Files;
using Approvals.Web.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Approvals.IntegrationTests.Files;

/// <summary>病毒检查, against a true clamd.</summary>
public sealed class VirusScanTests(Clamd clamd) : IClassFixture<Clamd>
{
    [Fact]
    public async Task A_virus_is_named_and_a_clean_file_is_clean_however_long()
    {
        (await ScanAsync(clamd.Socket, Clamd.Infected)).ShouldBe(new ScanAnswer.Infected(Clamd.Virus));
        (await ScanAsync(clamd.Socket, new byte[300_000])).ShouldBe(new ScanAnswer.Clean());
        (await ScanAsync(clamd.Socket, [])).ShouldBe(new ScanAnswer.Clean());
    }

    [Fact]
    public async Task What_the_scanner_will_not_read_to_its_end_is_not_clean() =>
        (await ScanAsync(clamd.Socket, new byte[3_000_000])).ShouldBe(new ScanAnswer.NoAnswer());

    [Fact]
    public async Task Where_nobody_listens_nothing_is_clean()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        (await ScanAsync($"127.0.0.1:{port}", "text"u8.ToArray())).ShouldBe(new ScanAnswer.NoAnswer());
        (await ScanAsync("/nowhere/clamd.sock", "text"u8.ToArray())).ShouldBe(new ScanAnswer.NoAnswer());
    }

    [Fact]
    public async Task Without_a_scanner_nothing_is_scanned() =>
        (await new VirusScan(null, NullLogger<VirusScan>.Instance).ScanAsync(Clamd.Infected, CancellationToken.None)).ShouldBe(new ScanAnswer.Clean());

    [Theory]
    [InlineData("3310")]
    [InlineData("localhost:clamd")]
    [InlineData(":3310")]
    public void A_setting_that_names_no_place_is_refused_in_a_sentence(string place) =>
        Should.Throw<OfficeException>(() => ClamdPlace.Of(Settings.Read($"--Scan:ClamAv={place}"))).Message
            .ShouldBe($"设置 Scan:ClamAv 写的“{place}”看不懂：请写成 127.0.0.1:3310，或者 clamd 套接字的路径。");

    private static Task<ScanAnswer> ScanAsync(string place, byte[] content) =>
        new VirusScan(ClamdPlace.Of(Settings.Read($"--Scan:ClamAv={place}")), NullLogger<VirusScan>.Instance).ScanAsync(content, CancellationToken.None);
}
