using Approvals.Web.Features.Messages;
using Approvals.Web.Jobs;

namespace Approvals.Web.Store.Messages;

internal static class MessagesSetup
{
    /// <summary>What sends messages, and the pages that show them.</summary>
    public static void AddMessages(this IServiceCollection services)
    {
        services.AddSingleton<Sender>();
        services.AddSingleton<MessageService>();
        services.AddSingleton<Digest>();
    }
}
