using Approvals.Web.Features.Affairs;
using Approvals.Web.Features.Campaigns;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Inbox;
using Approvals.Web.Features.Inspection;
using Approvals.Web.Features.Items;
using Approvals.Web.Features.Ledger;
using Approvals.Web.Features.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace Approvals.Web.Features.Shared;

internal static class RoomsSetup
{
    /// <summary>The rooms that show how things stand, and the bar above every page.</summary>
    public static void AddRooms(this IServiceCollection services)
    {
        services.AddSingleton<InboxService>();
        services.AddSingleton<ItemService>();
        services.AddSingleton<AffairService>();
        services.AddSingleton<Asking>();
        services.AddSingleton<LedgerService>();
        services.AddSingleton<CampaignService>();
        services.AddSingleton<InspectionService>();
        services.AddSingleton<WorkflowPictures>();
        services.AddSingleton<WorkflowService>();
        services.AddScoped<BarFilter>();
        services.Configure<MvcOptions>(mvc => mvc.Filters.AddService<BarFilter>());
    }

    public static void UseRooms(this WebApplication host)
    {
        host.MapGet(FileDownload.Path, FileDownload.AnswerAsync);
        host.MapGet("/cases/{id:guid}", CaseAddress.AnswerAsync);
        host.MapGet(WorkflowFile.Path, WorkflowFile.AnswerAsync);
    }
}
