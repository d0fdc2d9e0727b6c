using Approvals.Web.CommandLine;

return await Verbs.RunAsync(args);
