using Approvals.Benchmarks;
using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(SignOff).Assembly).Run(args);
