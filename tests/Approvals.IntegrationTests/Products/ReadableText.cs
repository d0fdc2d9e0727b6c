using System.Text.Json;
using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Walk;
using Approvals.Readers.Notices;
using Npgsql;

namespace Approvals.IntegrationTests.Products;

/// <summary>Gives a notice the text of the sample, from which its document can be made; its signed content is what it was.</summary>
internal static class ReadableText
{
    public static async Task GiveAsync(TestDatabase store, Office office, CaseId notice)
    {
        using var text = new MemoryStream(await File.ReadAllBytesAsync(SampleText.Txt));
        var draft = NoticeReader.Read(text, "notice.txt", new ReadOptions(office.Calendar));
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        await admin.OpenAsync();
        await using var keep = new NpgsqlCommand(
            "SET session_replication_role = replica; UPDATE notice SET draft = @draft::jsonb WHERE case_id = @case", admin);
        keep.Parameters.AddWithValue("draft", JsonSerializer.Serialize(draft, NoticeJson.Options));
        keep.Parameters.AddWithValue("case", notice.Value);
        await keep.ExecuteNonQueryAsync();
        // The pool must not keep a session in which no trigger fires.
        await using var back = new NpgsqlCommand("RESET session_replication_role", admin);
        await back.ExecuteNonQueryAsync();
    }
}
