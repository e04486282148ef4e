# Makes, in the current folder, a chain as a public authority gives: root, P-384 intermediate, P-256 leaf.
set -e
openssl ecparam -name prime256v1 -genkey -noout -out root.key
openssl req -x509 -new -key root.key -days 3650 -subj "/C=ID/O=Bench Root/CN=Bench Root X1" -out root.pem
openssl ecparam -name secp384r1 -genkey -noout -out int.key
openssl req -new -key int.key -subj "/C=ID/O=Bench CA/CN=E1" -out int.csr
cat >int.ext <<'EXT'
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign,digitalSignature
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
crlDistributionPoints=URI:http://x1.c.bench.test/
certificatePolicies=2.23.140.1.2.1
EXT
openssl x509 -req -in int.csr -CA root.pem -CAkey root.key -CAcreateserial -days 1825 -extfile int.ext -out int.pem
openssl ecparam -name prime256v1 -genkey -noout -out leaf.key
openssl req -new -key leaf.key -subj "/CN=hub.kecamatan.test" -out leaf.csr
cat >leaf.ext <<'EXT'
subjectAltName=DNS:hub.kecamatan.test,IP:192.0.2.2
extendedKeyUsage=serverAuth,clientAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
authorityInfoAccess=OCSP;URI:http://e1.o.bench.test,caIssuers;URI:http://e1.i.bench.test/
certificatePolicies=2.23.140.1.2.1
EXT
openssl x509 -req -in leaf.csr -CA int.pem -CAkey int.key -CAcreateserial -days 90 -extfile leaf.ext -out leaf.pem
cat leaf.pem int.pem >chain.pem
