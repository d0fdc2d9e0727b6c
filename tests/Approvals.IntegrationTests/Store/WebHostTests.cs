using System.Net;
using Approvals.IntegrationTests.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Store;

public sealed class WebHostTests(TestDatabase office) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("lib/bootstrap.min.css")]
    [InlineData("js/approvals.js")]
    public async Task The_front_end_comes_from_here(string path)
    {
        await using var host = await office.StartHostAsync();
        using var client = ClientOf(host);
        (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_role_that_row_level_security_does_not_bind_is_refused()
    {
        foreach (var connection in new[] { office.AdminConnection, office.OwnerConnection })
        {
            var (code, _, errors) = await ServerProcess.RunAsync(
                ["serve", "--Urls=http://127.0.0.1:0", $"--ConnectionStrings:Approvals={connection}"]);
            code.ShouldBe(1);
            errors.ShouldContain("approvals_app");
        }
    }

    [Fact]
    public async Task A_named_server_is_served_by_a_process_of_its_own()
    {
        await using var process = await office.StartProcessAsync();
        using var client = new HttpClient { BaseAddress = process.Address };
        (await client.GetAsync("lib/bootstrap.min.css")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await process.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Two_nodes_read_each_others_cookies()
    {
        await using var first = await office.StartHostAsync();
        var sealedText = ProtectorOf(first).Protect("张三");
        await using var second = await office.StartHostAsync();
        ProtectorOf(second).Unprotect(sealedText).ShouldBe("张三");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_over_60_MB_is_refused_in_one_sentence(bool chunked)
    {
        await using var host = await office.StartHostAsync();
        using var client = ClientOf(host);
        client.DefaultRequestHeaders.ExpectContinue = true;
        client.DefaultRequestHeaders.TransferEncodingChunked = chunked;
        using var form = new MultipartFormDataContent { { new StreamContent(new ZeroStream(61L << 20)), "file", "scan.pdf" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/anything") { Content = form };
        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("60 MB");
    }

    private static IDataProtector ProtectorOf(WebApplication host) =>
        host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static HttpClient ClientOf(WebApplication host) => new() { BaseAddress = new(host.Urls.First()) };

    /// <summary>So many zero bytes without the memory for them.</summary>
    private sealed class ZeroStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, read);
            Position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
