package plotting_test

// sums is what "go test -bench . -count 8 -benchtime 100ms" has printed.
const sums = `goos: linux
goarch: amd64
pkg: example.com/sums
cpu: AMD EPYC
BenchmarkSum/n=10000-2         	   12058	     10625 ns/op	7529.46 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=10000-2         	   10000	     10580 ns/op	7561.62 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=10000-2         	   10000	     11275 ns/op	7095.66 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=10000-2         	   21056	      9615 ns/op	8320.40 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=10000-2         	   28863	      8222 ns/op	9729.64 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=10000-2         	   40158	      5336 ns/op	14992.62 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=10000-2         	   18842	      6860 ns/op	11661.36 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=10000-2         	   24369	      7089 ns/op	11285.28 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=1000000-2       	     254	    688156 ns/op	11625.27 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=1000000-2       	     264	    682097 ns/op	11728.54 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=1000000-2       	     304	    718168 ns/op	11139.46 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=1000000-2       	     100	   1029053 ns/op	7774.13 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=1000000-2       	     439	    675538 ns/op	11842.42 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=1000000-2       	     442	    554466 ns/op	14428.29 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=1000000-2       	     129	    804415 ns/op	9945.11 MB/s	       0 B/op	       0 allocs/op
BenchmarkSum/n=1000000-2       	     436	    577267 ns/op	13858.41 MB/s	       0 B/op	       0 allocs/op
BenchmarkSumTwo/n=10000-2      	   28572	      3882 ns/op	20609.19 MB/s	     209 B/op	       6 allocs/op
BenchmarkSumTwo/n=10000-2      	   24220	      5982 ns/op	13373.97 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=10000-2      	   30117	      3761 ns/op	21270.64 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=10000-2      	   32302	      3771 ns/op	21216.72 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=10000-2      	   16736	      6105 ns/op	13103.70 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=10000-2      	   28777	      4011 ns/op	19945.87 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=10000-2      	   34556	      3799 ns/op	21058.70 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=10000-2      	   31923	      3834 ns/op	20864.40 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=1000000-2    	     422	    298905 ns/op	26764.32 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=1000000-2    	     356	    285425 ns/op	28028.33 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=1000000-2    	     328	    306361 ns/op	26112.99 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=1000000-2    	     424	    280982 ns/op	28471.61 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=1000000-2    	     422	    299624 ns/op	26700.14 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=1000000-2    	     422	    282280 ns/op	28340.69 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=1000000-2    	     384	    306826 ns/op	26073.40 MB/s	     208 B/op	       6 allocs/op
BenchmarkSumTwo/n=1000000-2    	     421	    285887 ns/op	27983.09 MB/s	     208 B/op	       6 allocs/op
PASS
ok  	example.com/sums	5.050s
`
